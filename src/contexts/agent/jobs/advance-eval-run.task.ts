import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type DataJob, DataTask } from '../../../platform/data-rights/data-task';
import { ADVANCE_EVAL_RUN, AdvanceEvalRun } from '../commands/evals/advance-eval-run.command';

/** What it does not get done, the task that comes round asks for again. */
@Injectable()
export class AdvanceEvalRunTask extends DataTask {
  readonly name = ADVANCE_EVAL_RUN;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run({ subjectId, workspaceId }: DataJob): Promise<void> {
    if (workspaceId) await this.commands.execute(new AdvanceEvalRun(workspaceId, subjectId));
  }
}
