import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type DataJob, DataTask } from '../../../platform/data-rights/data-task';
import { HAND_BACK_FORM, HandBackForm } from '../commands/hand-back-form.command';

/** What it does not get done, the task that comes round asks for again. */
@Injectable()
export class HandBackFormTask extends DataTask {
  readonly name = HAND_BACK_FORM;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run({ subjectId, workspaceId }: DataJob): Promise<void> {
    if (workspaceId) await this.commands.execute(new HandBackForm(workspaceId, subjectId));
  }
}
