import { ROOM_OF_A_CALL } from './call-limits';
import { type PendingRequest, type PendingText } from './pending-request';

/** Requests that wait to be sent. Workspaces take turns, so that one with much to embed does not hold up the others. */
export class WaitingLane {
  /** The requests of each workspace in the order in which they came; whose turn it is stands first. */
  private readonly requests = new Map<string, PendingRequest[]>();

  get isEmpty(): boolean {
    return this.requests.size === 0;
  }

  get isCallFull(): boolean {
    let cost = 0;
    for (const request of this.all()) cost += request.waitingCost;
    return cost >= ROOM_OF_A_CALL;
  }

  /** When the request came that has waited longest. */
  get oldestSince(): number {
    return Math.min(...[...this.requests.values()].map(([first]) => first!.since));
  }

  add(request: PendingRequest): void {
    const others = this.requests.get(request.workspaceId);
    if (others) others.push(request);
    else this.requests.set(request.workspaceId, [request]);
  }

  /** What goes into one call. A request that does not fit is cut, and goes on with the next call. */
  take(): PendingText[] {
    const texts: PendingText[] = [];
    let room = ROOM_OF_A_CALL;
    while (!this.isEmpty) {
      const [workspaceId, requests] = this.requests.entries().next().value!;
      // An equal share each; what a workspace does not use of its share goes round again.
      const share = Math.min(room, Math.ceil(ROOM_OF_A_CALL / this.requests.size));
      if (requests[0]!.nextCost > room) return texts;
      const taken = takeTurn(requests, share, texts);
      room -= taken;
      this.requests.delete(workspaceId);
      if (requests.length > 0) this.requests.set(workspaceId, requests);
    }
    return texts;
  }

  /** Takes out those that are over already. */
  dropOver(): void {
    for (const [workspaceId, requests] of this.requests) {
      const waiting = requests.filter((request) => request.isWaiting);
      if (waiting.length > 0) this.requests.set(workspaceId, waiting);
      else this.requests.delete(workspaceId);
    }
  }

  failAll(error: Error): void {
    for (const request of this.all()) request.fail(error);
    this.requests.clear();
  }

  private *all(): Iterable<PendingRequest> {
    for (const requests of this.requests.values()) yield* requests;
  }
}

/** At least one text, however large, and then as many as the share holds. Answers what they take. */
function takeTurn(requests: PendingRequest[], share: number, texts: PendingText[]): number {
  let taken = 0;
  while (requests.length > 0 && (taken === 0 || taken + requests[0]!.nextCost <= share)) {
    taken += requests[0]!.nextCost;
    texts.push(requests[0]!.takeNext());
    if (!requests[0]!.isWaiting) requests.shift();
  }
  return taken;
}
