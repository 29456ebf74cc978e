import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { DataQueue } from './data-queue';
import { ExportRequested } from './export-requested.event';
import { EXPORT } from './export.task';

@EventsHandler(ExportRequested)
export class EnqueueExportOnExportRequested implements IEventHandler<ExportRequested> {
  constructor(private readonly queue: DataQueue) {}

  async handle({ exportId, workspaceId, userId }: ExportRequested): Promise<void> {
    await this.queue.add(EXPORT, { subjectId: exportId, workspaceId, userId });
  }
}
