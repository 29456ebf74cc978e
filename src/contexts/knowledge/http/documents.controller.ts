import { Controller, Delete, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { DeleteDocument } from '../commands/delete-document.command';
import { DocumentView, DocumentWithContentView } from '../queries/document.view';
import { GetDocument } from '../queries/get-document.query';
import { ChunkView, ListChunks } from '../queries/list-chunks.query';
import { ListDocuments } from '../queries/list-documents.query';

@ApiTags('Knowledge')
@Controller('knowledge/documents')
export class DocumentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, pageOf(DocumentView), 'Newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<DocumentView>> {
    return this.queries.execute(new ListDocuments(workspaceId, page));
  }

  @Get(':id')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, DocumentWithContentView)
  @Problems('invalid', 'not_found')
  get(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<DocumentWithContentView> {
    return this.queries.execute(new GetDocument(workspaceId, id));
  }

  @Get(':id/chunks')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, pageOf(ChunkView), 'In reading order.')
  @Problems('invalid', 'not_found')
  chunks(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<ChunkView>> {
    return this.queries.execute(new ListChunks(workspaceId, id, page));
  }

  @Delete(':id')
  @Roles('owner', 'member', 'service')
  @NeedsScope('knowledge:write')
  @Answers(
    204,
    undefined,
    'Not found by any search that starts from now on, even if it was still being indexed.',
  )
  @Problems('invalid', 'not_found')
  async delete(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.commands.execute(new DeleteDocument(workspaceId, id));
  }
}
