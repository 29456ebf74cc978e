import { Body, Controller, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { Public } from '../../../platform/security/public';
import { ErasureReceiptView } from '../queries/erasure.view';
import { GetErasureReceipt } from '../queries/get-erasure-receipt.query';
import { ErasureReceiptBody } from './erasures.dto';

@ApiTags('Identity')
@Controller('erasures')
export class ErasuresController {
  constructor(private readonly queries: QueryBus) {}

  @Post('receipt')
  @Public()
  @RouteClass('auth')
  @Answers(200, ErasureReceiptView, 'What became of a request to be forgotten.')
  @Problems('invalid', 'not_found')
  receipt(@Body() { token }: ErasureReceiptBody): Promise<ErasureReceiptView> {
    return this.queries.execute(new GetErasureReceipt(token));
  }
}
