import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ExportView } from '../../../platform/data-rights/export-view';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { RecentSignIn } from '../../../platform/security/recent-sign-in';
import { Roles } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceFromPath } from '../../../platform/security/workspace-from-path';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { RequestWorkspaceExport } from '../commands/request-workspace-export.command';

@ApiTags('Workspaces')
@Controller('workspaces/:id/export')
@WorkspaceFromPath('id')
export class WorkspaceExportsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Roles('owner')
  @RecentSignIn()
  @Idempotent()
  @Answers(
    202,
    ExportView,
    'Everything the workspace holds, as a ZIP of JSON: ask `GET /exports/:id` for it.',
  )
  @Problems('conflict')
  request(
    @WorkspaceId() workspaceId: string,
    @UserId() userId: string,
    @EffectId() exportId: string,
  ): Promise<ExportView> {
    return this.commands.execute(new RequestWorkspaceExport(workspaceId, userId, exportId));
  }
}
