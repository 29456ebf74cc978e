/**
 * Places where a crash would be worst, by name. In the product reaching one does nothing; the chaos tests bring an
 * adapter that kills, hangs or throws there.
 */
export abstract class FaultPoints {
  abstract reach(point: string): Promise<void>;
}

export class NoFaults extends FaultPoints {
  reach(): Promise<void> {
    return Promise.resolve();
  }
}
