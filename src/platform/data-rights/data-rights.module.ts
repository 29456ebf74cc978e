import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DataHolders } from './data-holders';
import { DataQueue } from './data-queue';
import { DataProcessor } from './data.processor';
import { EnqueueExportOnExportRequested } from './enqueue-export-on-export-requested';
import { ExportDeadLetterSource } from './export.dead-letter-source';
import { ExportRuns } from './export-runs';
import { ExportUpkeep } from './export-upkeep.task';
import { ExportTask } from './export.task';
import { Exports } from './exports';
import { HeldRows } from './held-rows';
import { MailFiles } from './mail-files';
import { MailFilesUpkeep } from './mail-files-upkeep.task';
import { PlatformDataHolder } from './platform.data-holder';
import { QueueSweep } from './queue-sweep';
import { Removals } from './removals';

/** What a workspace's owners and every person may ask for: their data, and its end. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    DataHolders,
    PlatformDataHolder,
    MailFiles,
    MailFilesUpkeep,
    QueueSweep,
    DataQueue,
    DataProcessor,
    HeldRows,
    Exports,
    ExportRuns,
    ExportTask,
    ExportUpkeep,
    ExportDeadLetterSource,
    EnqueueExportOnExportRequested,
    Removals,
  ],
  exports: [DataHolders, DataQueue, Exports, Removals],
})
export class DataRightsModule {}
