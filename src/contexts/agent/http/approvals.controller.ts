import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { DecideApproval, type Verdict } from '../commands/decide-approval.command';
import { ApprovalView } from '../queries/approval.view';
import { GetApproval } from '../queries/get-approval.query';
import { ListApprovals } from '../queries/list-approvals.query';
import { ApprovalListQuery, DecisionBody } from './approvals.dto';

/** For people only: no key decides, least of all the one that the agent was called with. */
@ApiTags('Agent')
@Controller('approvals')
@Roles('owner', 'member')
export class ApprovalsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(200, pageOf(ApprovalView), 'What agents want to do and may not do by themselves, newest first.')
  @Problems('invalid')
  list(
    @WorkspaceId() workspaceId: string,
    @Query() selection: ApprovalListQuery,
  ): Promise<Page<ApprovalView>> {
    return this.queries.execute(new ListApprovals(workspaceId, selection));
  }

  @Get(':id')
  @Answers(200, ApprovalView)
  @Problems('invalid', 'not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<ApprovalView> {
    return this.queries.execute(new GetApproval(workspaceId, id));
  }

  @Post(':id/approve')
  @Answers(200, ApprovalView, 'Good for this one call, with these arguments, once.')
  @Problems('invalid', 'not_found', 'conflict')
  approve(
    @WorkspaceId() workspaceId: string,
    @UserId() decidedBy: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { note }: DecisionBody,
  ): Promise<ApprovalView> {
    return this.decide(workspaceId, id, { decision: 'approved', decidedBy, note: note ?? null });
  }

  @Post(':id/reject')
  @Answers(200, ApprovalView)
  @Problems('invalid', 'not_found', 'conflict')
  reject(
    @WorkspaceId() workspaceId: string,
    @UserId() decidedBy: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { note }: DecisionBody,
  ): Promise<ApprovalView> {
    return this.decide(workspaceId, id, { decision: 'rejected', decidedBy, note: note ?? null });
  }

  private async decide(workspaceId: string, id: string, verdict: Verdict): Promise<ApprovalView> {
    await this.commands.execute(new DecideApproval(workspaceId, id, verdict));
    return this.queries.execute(new GetApproval(workspaceId, id));
  }
}
