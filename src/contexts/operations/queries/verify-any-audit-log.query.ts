import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AuditVerification } from '../../../platform/audit/audit-verification';
import { type AuditVerificationView } from '../../../platform/audit/audit-verification.view';
import { type KnownState } from '../../../platform/audit/chain-walk';

/** The platform's own log, or any workspace's: only for operators. */
export class VerifyAnyAuditLog extends Query<AuditVerificationView> {
  constructor(
    readonly workspaceId: string | null,
    readonly known: KnownState | null,
  ) {
    super();
  }
}

@QueryHandler(VerifyAnyAuditLog)
export class VerifyAnyAuditLogHandler implements IQueryHandler<VerifyAnyAuditLog> {
  constructor(private readonly verification: AuditVerification) {}

  execute({ workspaceId, known }: VerifyAnyAuditLog): Promise<AuditVerificationView> {
    return this.verification.verify(workspaceId, known);
  }
}
