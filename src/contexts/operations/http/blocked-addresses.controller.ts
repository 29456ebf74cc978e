import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { BlockAddress } from '../commands/block-address.command';
import { UnblockAddress } from '../commands/unblock-address.command';
import { BlockedAddressView } from '../queries/blocked-address.view';
import { GetBlockedAddress } from '../queries/get-blocked-address.query';
import { ListBlockedAddresses } from '../queries/list-blocked-addresses.query';
import { BlockAddressBody } from './blocked-addresses.dto';

@ApiTags('Operations')
@Controller('admin/blocked-addresses')
export class BlockedAddressesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('admin')
  @Answers(200, pageOf(BlockedAddressView), 'Those that are blocked now, newest first.')
  @Problems('invalid')
  list(@Query() page: PageQuery): Promise<Page<BlockedAddressView>> {
    return this.queries.execute(new ListBlockedAddresses(page));
  }

  @Post()
  @Roles('admin')
  @Idempotent()
  @Answers(201, BlockedAddressView, 'Refused everywhere within 5 seconds: 403 address_blocked.')
  @Problems('invalid', 'conflict')
  async block(
    @EffectId() id: string,
    @Body() body: BlockAddressBody,
    @Req() { ip }: FastifyRequest,
  ): Promise<BlockedAddressView> {
    const blockId = await this.commands.execute(new BlockAddress(id, body, ip));
    return this.queries.execute(new GetBlockedAddress(blockId));
  }

  @Delete(':id')
  @Roles('admin')
  @Answers(204, undefined, 'Let in again everywhere within 5 seconds.')
  @Problems('not_found', 'conflict')
  async unblock(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.commands.execute(new UnblockAddress(id));
  }
}
