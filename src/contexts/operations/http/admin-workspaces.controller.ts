import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { notFound } from '../../../kernel/domain-error';
import { Answers, Problems } from '../../../platform/http/document-route';
import { decodeCursor, type Page, pageOf, toPage } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { DescribeWorkspace } from '../../tenancy/contracts/describe-workspace.query';
import { ListAllWorkspaces } from '../../tenancy/contracts/list-all-workspaces.query';
import { ResumeWorkspace } from '../../tenancy/contracts/resume-workspace.command';
import { SuspendWorkspace } from '../../tenancy/contracts/suspend-workspace.command';
import { AdminWorkspacesQuery, AdminWorkspaceView, SuspendWorkspaceBody } from './admin-workspaces.dto';

@ApiTags('Operations')
@Controller('admin/workspaces')
export class AdminWorkspacesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('admin')
  @Answers(200, pageOf(AdminWorkspaceView), 'Of all tenants, newest first.')
  @Problems('invalid')
  async list(@Query() { q, status, limit, cursor }: AdminWorkspacesQuery): Promise<Page<AdminWorkspaceView>> {
    const below = decodeCursor(cursor);
    const filter = { text: q ?? null, status: status ?? null, below, limit: limit + 1 };
    return toPage(await this.queries.execute(new ListAllWorkspaces(filter)), limit);
  }

  @Get(':id')
  @Roles('admin')
  @Answers(200, AdminWorkspaceView)
  @Problems('not_found')
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<AdminWorkspaceView> {
    const workspace = await this.queries.execute(new DescribeWorkspace(id));
    if (!workspace) throw notFound('workspace');
    return workspace;
  }

  @Post(':id/suspend')
  @Roles('admin')
  @Answers(200, AdminWorkspaceView, 'Nobody gets in any more, within 5 seconds: people, keys, agents.')
  @Problems('invalid', 'not_found', 'conflict')
  async suspend(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: SuspendWorkspaceBody,
  ): Promise<AdminWorkspaceView> {
    await this.commands.execute(new SuspendWorkspace(id, reason));
    return this.get(id);
  }

  @Post(':id/resume')
  @Roles('admin')
  @Answers(200, AdminWorkspaceView, 'Open again, within 5 seconds.')
  @Problems('not_found', 'conflict')
  async resume(@Param('id', ParseUUIDPipe) id: string): Promise<AdminWorkspaceView> {
    await this.commands.execute(new ResumeWorkspace(id));
    return this.get(id);
  }
}
