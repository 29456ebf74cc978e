import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { ChangeMemberRole } from '../commands/change-member-role.command';
import { RemoveMember } from '../commands/remove-member.command';
import { GetMember } from '../queries/get-member.query';
import { ListMembers } from '../queries/list-members.query';
import { MemberView } from '../queries/member.view';
import { ChangeMemberBody } from './members.dto';

@ApiTags('Workspaces')
@Controller('workspaces/:id/members')
@WorkspaceFromPath('id')
export class MembersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner', 'member')
  @Answers(200, pageOf(MemberView))
  @Problems('invalid', 'not_found')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<MemberView>> {
    return this.queries.execute(new ListMembers(workspaceId, page));
  }

  @Patch(':userId')
  @Roles('owner')
  @Answers(200, MemberView, 'Takes effect within 5 seconds, on sessions that are open too.')
  @Problems('invalid', 'not_found', 'conflict')
  async change(
    @WorkspaceId() workspaceId: string,
    @Param('userId') userId: string,
    @Body() body: ChangeMemberBody,
  ): Promise<MemberView> {
    await this.commands.execute(new ChangeMemberRole(workspaceId, userId, body.role));
    return this.queries.execute(new GetMember(workspaceId, userId));
  }

  @Delete(':userId')
  @Roles('owner')
  @Answers(204, undefined, 'Takes effect within 5 seconds, on sessions that are open too.')
  @Problems('not_found', 'conflict')
  async remove(@WorkspaceId() workspaceId: string, @Param('userId') userId: string): Promise<void> {
    await this.commands.execute(new RemoveMember(workspaceId, userId));
  }
}
