import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type DataJob, DataTask } from '../../../platform/data-rights/data-task';
import { RESUME_RUN, ResumeRun } from '../commands/resume-run.command';

/** What it does not get done, the task that comes round asks for again. */
@Injectable()
export class ResumeRunTask extends DataTask {
  readonly name = RESUME_RUN;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run({ subjectId, workspaceId }: DataJob): Promise<void> {
    if (workspaceId) await this.commands.execute(new ResumeRun(workspaceId, subjectId));
  }
}
