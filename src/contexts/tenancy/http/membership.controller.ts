import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { RecentSignIn } from '../../../platform/security/recent-sign-in';
import { Roles } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { RemoveMember } from '../commands/remove-member.command';
import { TransferOwnership } from '../commands/transfer-ownership.command';
import { TransferOwnershipBody } from './members.dto';

/** What members do about their own place in a workspace. */
@ApiTags('Workspaces')
@Controller('workspaces/:id')
@WorkspaceFromPath('id')
export class MembershipController {
  constructor(private readonly commands: CommandBus) {}

  @Post('leave')
  @Roles('owner', 'member', 'client', 'venue', 'vendor')
  @Answers(204, undefined, 'The last owner cannot leave.')
  @Problems('conflict')
  async leave(@WorkspaceId() workspaceId: string, @UserId() userId: string): Promise<void> {
    await this.commands.execute(new RemoveMember(workspaceId, userId));
  }

  @Post('transfer-ownership')
  @Roles('owner')
  @RecentSignIn()
  @Answers(204, undefined, 'The member named is an owner now, and the caller a member.')
  @Problems('invalid', 'not_found', 'conflict')
  async transfer(
    @WorkspaceId() workspaceId: string,
    @UserId() ownerId: string,
    @Body() { userId }: TransferOwnershipBody,
  ): Promise<void> {
    await this.commands.execute(new TransferOwnership(workspaceId, ownerId, userId));
  }
}
