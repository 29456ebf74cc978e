import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ExportView } from '../../../platform/data-rights/export-view';
import { Exports } from '../../../platform/data-rights/exports';

export class RequestWorkspaceExport extends Command<ExportView> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
    readonly exportId: string,
  ) {
    super();
  }
}

@CommandHandler(RequestWorkspaceExport)
export class RequestWorkspaceExportHandler implements ICommandHandler<RequestWorkspaceExport> {
  constructor(private readonly exports: Exports) {}

  execute({ workspaceId, userId, exportId }: RequestWorkspaceExport): Promise<ExportView> {
    return this.exports.start({ workspaceId, userId }, exportId);
  }
}
