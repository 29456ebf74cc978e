import { AuditListQuery } from '../../../platform/audit/audit-list-query';
import { AuditVerifyQuery } from '../../../platform/audit/audit-verify-query';
import { Uuid } from '../../../platform/http/fields';

const WHOSE = { optional: true, description: 'Whose log; without it the platform’s own.' };

export class AdminAuditListQuery extends AuditListQuery {
  @Uuid(WHOSE)
  workspaceId?: string;
}

export class AdminAuditVerifyQuery extends AuditVerifyQuery {
  @Uuid(WHOSE)
  workspaceId?: string;
}
