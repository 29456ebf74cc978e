import { OneOf, Text, Uuid } from '../../../platform/http/fields';
import { PageQuery } from '../../../platform/http/page';
import { APPROVAL_STATUSES, type ApprovalStatus } from '../contracts/approval';

export class ApprovalListQuery extends PageQuery {
  @OneOf(APPROVAL_STATUSES, { optional: true })
  status?: ApprovalStatus;

  @Uuid({ optional: true })
  runId?: string;
}

export class DecisionBody {
  @Text({ optional: true, max: 1_000, example: 'Asked the customer first.' })
  note?: string;
}
