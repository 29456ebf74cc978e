import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';

export class NoteAuditReading extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly how: 'read' | 'verified',
  ) {
    super();
  }
}

/** In the workspace's own log: its owners see that an operator has looked. */
@CommandHandler(NoteAuditReading)
export class NoteAuditReadingHandler implements ICommandHandler<NoteAuditReading> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, how }: NoteAuditReading): Promise<void> {
    await this.database.query(workspaceId, audited({ action: `operations.audit_log_${how}` }));
  }
}
