import { type DomainEvent } from '../../../kernel/domain-event';

/** Customers that do not exist are to talk to an agent. `aggregateId` is the simulation. */
export class SimulationRequested implements DomainEvent {
  static readonly type = 'agent.simulation-requested.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
