import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { GrantAccess } from '../commands/grant-access.command';
import { WithdrawGrant } from '../commands/withdraw-grant.command';
import { GetGrant } from '../queries/get-grant.query';
import { GrantView } from '../queries/grant.view';
import { ListGrants } from '../queries/list-grants.query';
import { GrantAccessBody } from './grants.dto';

@ApiTags('Workspaces')
@Controller('workspaces/:id')
@WorkspaceFromPath('id')
@Roles('owner')
export class GrantsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('grants')
  @Answers(200, pageOf(GrantView))
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<GrantView>> {
    return this.queries.execute(new ListGrants(workspaceId, null, page));
  }

  @Post('grants')
  @Idempotent()
  @Answers(201, GrantView, 'The guest may see this event, this venue or this vendor.')
  @Problems('invalid', 'not_found', 'conflict')
  async grant(
    @WorkspaceId() workspaceId: string,
    @EffectId() id: string,
    @Body() body: GrantAccessBody,
  ): Promise<GrantView> {
    await this.commands.execute(new GrantAccess(workspaceId, id, body));
    return this.queries.execute(new GetGrant(workspaceId, id));
  }

  @Delete('grants/:grantId')
  @Answers(204)
  @Problems('not_found')
  async withdraw(
    @WorkspaceId() workspaceId: string,
    @Param('grantId', ParseUUIDPipe) id: string,
  ): Promise<void> {
    await this.commands.execute(new WithdrawGrant(workspaceId, id));
  }

  @Get('my-grants')
  @Roles('client', 'venue', 'vendor')
  @Answers(200, pageOf(GrantView), 'What the caller, a guest here, may see.')
  @Problems('invalid')
  mine(
    @WorkspaceId() workspaceId: string,
    @UserId() userId: string,
    @Query() page: PageQuery,
  ): Promise<Page<GrantView>> {
    return this.queries.execute(new ListGrants(workspaceId, userId, page));
  }
}
