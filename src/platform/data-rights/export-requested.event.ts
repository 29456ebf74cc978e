import { type DomainEvent } from '../../kernel/domain-event';

/** Somebody asked for a copy of a workspace's data, or, where there is no workspace, of their own. */
export class ExportRequested implements DomainEvent {
  static readonly type = 'platform.export-requested.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string | null,
    readonly userId: string,
    readonly exportId: string,
  ) {
    this.aggregateId = exportId;
  }
}
