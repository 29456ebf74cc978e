import { createHash } from 'node:crypto';

/** A share of the conversations that a version answers before it answers all of them. */
export interface Canary {
  readonly id: string;
  readonly version: number;
  readonly percent: number;
}

/** The same conversation always falls on the same side, and whoever is in stays in while the share grows. */
export function fallsToCanary({ id, percent }: Canary, conversationId: string): boolean {
  const digest = createHash('sha256').update(`${id} ${conversationId}`).digest();
  return digest.readUInt32BE(0) % 100 < percent;
}
