import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ExportView } from '../../../platform/data-rights/export-view';
import { Exports } from '../../../platform/data-rights/exports';

export class RequestMyExport extends Command<ExportView> {
  constructor(
    readonly userId: string,
    readonly exportId: string,
  ) {
    super();
  }
}

@CommandHandler(RequestMyExport)
export class RequestMyExportHandler implements ICommandHandler<RequestMyExport> {
  constructor(private readonly exports: Exports) {}

  execute({ userId, exportId }: RequestMyExport): Promise<ExportView> {
    return this.exports.start({ workspaceId: null, userId }, exportId);
  }
}
