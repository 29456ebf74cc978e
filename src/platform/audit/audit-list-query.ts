import { Instant, OneOf, Text, Uuid } from '../http/fields';
import { PageQuery } from '../http/page';

export class AuditListQuery extends PageQuery {
  @Text({ optional: true, max: 100, example: 'tenancy.member_removed' })
  action?: string;

  @Uuid({ optional: true, description: 'Of a person or an API key.' })
  actorId?: string;

  @OneOf(['done', 'denied'], { optional: true })
  outcome?: string;

  @Instant({ optional: true, description: 'From then on.' })
  from?: string;

  @Instant({ optional: true, description: 'Until then, without that moment itself.' })
  to?: string;
}
