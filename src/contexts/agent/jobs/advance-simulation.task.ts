import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type DataJob, DataTask } from '../../../platform/data-rights/data-task';
import { ADVANCE_SIMULATION, AdvanceSimulation } from '../commands/simulations/advance-simulation.command';

/** What it does not get done, the task that comes round asks for again. */
@Injectable()
export class AdvanceSimulationTask extends DataTask {
  readonly name = ADVANCE_SIMULATION;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run({ subjectId, workspaceId }: DataJob): Promise<void> {
    if (workspaceId) await this.commands.execute(new AdvanceSimulation(workspaceId, subjectId));
  }
}
