/** An empty object: there is nothing to say, and nothing may be smuggled in. */
export class NoBody {}
