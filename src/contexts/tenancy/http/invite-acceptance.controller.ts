import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { SignedIn } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { AcceptInvite } from '../commands/accept-invite.command';
import { GetWorkspace } from '../queries/get-workspace.query';
import { WorkspaceView } from '../queries/workspace.view';
import { AcceptInviteBody } from './invites.dto';

@ApiTags('Workspaces')
@Controller('invites')
export class InviteAcceptanceController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('accept')
  @SignedIn()
  @RouteClass('auth')
  @Answers(200, WorkspaceView, 'The caller belongs to it now. Accepting again changes nothing.')
  @Problems('invalid', 'not_found', 'gone')
  async accept(@UserId() userId: string, @Body() { token }: AcceptInviteBody): Promise<WorkspaceView> {
    const workspaceId = await this.commands.execute(new AcceptInvite(token, userId));
    return this.queries.execute(new GetWorkspace(workspaceId, userId));
  }
}
