import { type DomainEvent } from '../../kernel/domain-event';

/** The archive is ready for whoever asked for it. */
export class ExportFinished implements DomainEvent {
  static readonly type = 'platform.export-finished.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string | null,
    readonly userId: string,
    readonly exportId: string,
  ) {
    this.aggregateId = exportId;
  }
}
