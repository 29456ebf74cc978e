import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AuditVerification } from '../../../platform/audit/audit-verification';
import { type AuditVerificationView } from '../../../platform/audit/audit-verification.view';
import { type KnownState } from '../../../platform/audit/chain-walk';

export class VerifyAuditLog extends Query<AuditVerificationView> {
  constructor(
    readonly workspaceId: string,
    readonly known: KnownState | null,
  ) {
    super();
  }
}

@QueryHandler(VerifyAuditLog)
export class VerifyAuditLogHandler implements IQueryHandler<VerifyAuditLog> {
  constructor(private readonly verification: AuditVerification) {}

  execute({ workspaceId, known }: VerifyAuditLog): Promise<AuditVerificationView> {
    return this.verification.verify(workspaceId, known);
  }
}
