import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { ADVANCE_SIMULATION } from '../commands/simulations/advance-simulation.command';
import { SimulationRequested } from '../contracts/simulation-requested.event';

@EventsHandler(SimulationRequested)
export class EnqueueSimulationOnSimulationRequested implements IEventHandler<SimulationRequested> {
  constructor(private readonly queue: DataQueue) {}

  async handle({ workspaceId, aggregateId }: SimulationRequested): Promise<void> {
    await this.queue.add(ADVANCE_SIMULATION, { subjectId: aggregateId, workspaceId });
  }
}
