import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { EndPartnership } from '../commands/end-partnership.command';
import { FormPartnership } from '../commands/form-partnership.command';
import { GetPartnership } from '../queries/get-partnership.query';
import { ListPartnerships } from '../queries/list-partnerships.query';
import { PartnershipView } from '../queries/partnership.view';
import { FormPartnershipBody } from './grants.dto';

@ApiTags('Workspaces')
@Controller('workspaces/:id/partnerships')
@WorkspaceFromPath('id')
@Roles('owner')
export class PartnershipsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner', 'member')
  @Answers(200, pageOf(PartnershipView))
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<PartnershipView>> {
    return this.queries.execute(new ListPartnerships(workspaceId, page));
  }

  @Post()
  @Idempotent()
  @Answers(201, PartnershipView, 'The people of the vendor may see the venue.')
  @Problems('invalid', 'conflict')
  async form(
    @WorkspaceId() workspaceId: string,
    @EffectId() id: string,
    @Body() body: FormPartnershipBody,
  ): Promise<PartnershipView> {
    await this.commands.execute(new FormPartnership(workspaceId, id, body));
    return this.queries.execute(new GetPartnership(workspaceId, id));
  }

  @Delete(':partnershipId')
  @Answers(204)
  @Problems('not_found')
  async end(
    @WorkspaceId() workspaceId: string,
    @Param('partnershipId', ParseUUIDPipe) id: string,
  ): Promise<void> {
    await this.commands.execute(new EndPartnership(workspaceId, id));
  }
}
