import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { type ArchiveFile, createArchive } from './archive';
import { cut } from './cut';
import { DataHolders } from './data-holders';
import { type DataJob, DataTask } from './data-task';
import { ExportRuns } from './export-runs';
import { type ExportOwner } from './exports';
import { HeldRows } from './held-rows';

export const EXPORT = 'export';
const PART_BYTES = 1024 * 1024;

/** The archive goes into the database in parts: any process can make it, and any other one hand it out. */
@Injectable()
export class ExportTask extends DataTask {
  readonly name = EXPORT;

  constructor(
    private readonly runs: ExportRuns,
    private readonly holders: DataHolders,
    private readonly rows: HeldRows,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run({ subjectId, ...job }: DataJob): Promise<void> {
    const run = await this.runs.begin(ownerOf(job), subjectId);
    if (!run) return;
    const { workspaceId, userId } = run;
    const about = {
      exportId: subjectId,
      workspaceId,
      requestedBy: userId,
      madeAt: this.clock.now().toISOString(),
    };
    let parts = 0;
    let bytes = 0;
    for await (const part of cut(createArchive(this.filesOf(run), about), PART_BYTES)) {
      await this.runs.add(run, parts++, part);
      bytes += part.length;
    }
    await this.runs.finish(run, parts, bytes);
  }

  override giveUp({ subjectId, ...job }: DataJob, error: Error, attempts: number): Promise<void> {
    return this.runs.fail(ownerOf(job), subjectId, error, attempts);
  }

  private filesOf({ workspaceId, userId }: ExportOwner): ArchiveFile[] {
    const holders = this.holders.all();
    if (workspaceId) {
      return holders
        .flatMap(({ workspaceTables }) => workspaceTables.filter(({ exported }) => exported))
        .map((table) => ({
          name: fileOf(table.name),
          rows: () => this.rows.ofWorkspace(table, workspaceId),
        }));
    }
    return holders
      .flatMap(({ personTables }) => personTables)
      .map((table) => ({ name: fileOf(table.name), rows: () => this.rows.ofPerson(table, userId) }));
  }
}

function ownerOf({ workspaceId, userId }: Pick<DataJob, 'workspaceId' | 'userId'>): ExportOwner {
  if (!userId) throw new Error('Nobody asked for this export');
  return { workspaceId, userId };
}

const fileOf = (table: string) => `${table.replace('.', '/').replaceAll('_', '-')}.json`;
