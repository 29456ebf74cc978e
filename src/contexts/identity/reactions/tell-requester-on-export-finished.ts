import { CommandBus, EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { ExportFinished } from '../../../platform/data-rights/export-finished.event';
import { TellOfExport } from '../commands/tell-of-export.command';

@EventsHandler(ExportFinished)
export class TellRequesterOnExportFinished implements IEventHandler<ExportFinished> {
  constructor(private readonly commands: CommandBus) {}

  async handle({ workspaceId, userId, exportId }: ExportFinished): Promise<void> {
    await this.commands.execute(new TellOfExport(workspaceId, userId, exportId));
  }
}
