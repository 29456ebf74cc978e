import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { Roles } from '../../../platform/security/roles';
import { ListRateOffenders, RateOffendersView } from '../queries/list-rate-offenders.query';
import { OffendersQuery } from './blocked-addresses.dto';

@ApiTags('Operations')
@Controller('admin/rate-limit/offenders')
export class RateOffendersController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Roles('admin')
  @Answers(
    200,
    RateOffendersView,
    'Whom the rate limits refused most in the last hour, to within 10 seconds.',
  )
  @Problems('invalid')
  list(@Query() { limit }: OffendersQuery): Promise<RateOffendersView> {
    return this.queries.execute(new ListRateOffenders(limit));
  }
}
