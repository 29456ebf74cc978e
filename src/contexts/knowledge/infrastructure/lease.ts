/** Seconds for which a document may wait in the queue before somebody looks whether its job still exists. */
export const LEASE_WHILE_QUEUED = 25;
