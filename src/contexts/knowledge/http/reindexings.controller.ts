import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { ListReindexings } from '../queries/list-reindexings.query';
import { ReindexingView } from '../queries/reindexing.view';

@ApiTags('Knowledge')
@Controller('knowledge/reindexings')
export class ReindexingsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Roles('owner')
  @Answers(200, pageOf(ReindexingView), 'How this workspace moved from one embedding model to another.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<ReindexingView>> {
    return this.queries.execute(new ListReindexings(workspaceId, page));
  }
}
