import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type DataJob, DataTask } from '../../../platform/data-rights/data-task';
import { ADVANCE_FINE_TUNING, AdvanceFineTuning } from '../commands/advance-fine-tuning.command';

/** What it does not get done, the task that comes round asks for again. */
@Injectable()
export class AdvanceFineTuningTask extends DataTask {
  readonly name = ADVANCE_FINE_TUNING;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run({ subjectId, workspaceId }: DataJob): Promise<void> {
    if (workspaceId) await this.commands.execute(new AdvanceFineTuning(workspaceId, subjectId));
  }
}
