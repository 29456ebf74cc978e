import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { Roles } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { InviteMember } from '../commands/invite-member.command';
import { ResendInvite } from '../commands/resend-invite.command';
import { WithdrawInvite } from '../commands/withdraw-invite.command';
import { GetInvite } from '../queries/get-invite.query';
import { InviteView } from '../queries/invite.view';
import { ListInvites } from '../queries/list-invites.query';
import { InviteMemberBody } from './invites.dto';

@ApiTags('Workspaces')
@Controller('workspaces/:id/invites')
@WorkspaceFromPath('id')
@Roles('owner')
export class InvitesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(200, pageOf(InviteView), 'Those that wait for an answer.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<InviteView>> {
    return this.queries.execute(new ListInvites(workspaceId, page));
  }

  @Post()
  @Idempotent()
  @RouteClass('heavy')
  @Answers(201, InviteView, 'A mail is on its way. An older invitation to the address holds no longer.')
  @Problems('invalid', 'conflict')
  async invite(
    @WorkspaceId() workspaceId: string,
    @UserId() userId: string,
    @EffectId() id: string,
    @Body() body: InviteMemberBody,
  ): Promise<InviteView> {
    await this.commands.execute(new InviteMember(workspaceId, id, userId, body));
    return this.queries.execute(new GetInvite(workspaceId, { email: body.email }));
  }

  @Post(':inviteId/resend')
  @RouteClass('heavy')
  @Answers(200, InviteView, 'With a new link, and again for seven days.')
  @Problems('not_found', 'conflict')
  async resend(
    @WorkspaceId() workspaceId: string,
    @UserId() userId: string,
    @Param('inviteId', ParseUUIDPipe) id: string,
  ): Promise<InviteView> {
    await this.commands.execute(new ResendInvite(workspaceId, id, userId));
    return this.queries.execute(new GetInvite(workspaceId, { id }));
  }

  @Delete(':inviteId')
  @Answers(204, undefined, 'Its link holds no longer.')
  @Problems('not_found')
  async withdraw(
    @WorkspaceId() workspaceId: string,
    @Param('inviteId', ParseUUIDPipe) id: string,
  ): Promise<void> {
    await this.commands.execute(new WithdrawInvite(workspaceId, id));
  }
}
