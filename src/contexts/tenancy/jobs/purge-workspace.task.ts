import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type DataJob, DataTask } from '../../../platform/data-rights/data-task';
import { PurgeWorkspace } from '../commands/purge-workspace.command';

export const PURGE = 'purge-workspace';

@Injectable()
export class PurgeWorkspaceTask extends DataTask {
  readonly name = PURGE;

  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run({ subjectId }: DataJob): Promise<void> {
    await this.commands.execute(new PurgeWorkspace(subjectId));
  }
}
