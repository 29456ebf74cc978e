import { Controller, Delete, Get, Param, ParseUUIDPipe, Query, type StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { asAttachment, FILE } from '../../../platform/http/attachment';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { DeleteDocument } from '../commands/delete-document.command';
import { readersOf } from '../contracts/readers-of';
import { DiagnoseDocument } from '../queries/diagnose-document.query';
import { DiagnosisView } from '../queries/diagnosis.view';
import { DownloadFile } from '../queries/download-file.query';
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
  list(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Query() page: PageQuery,
  ): Promise<Page<DocumentView>> {
    return this.queries.execute(new ListDocuments(workspaceId, page, readersOf(caller)));
  }

  @Get(':id')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, DocumentWithContentView)
  @Problems('invalid', 'not_found')
  get(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<DocumentWithContentView> {
    return this.queries.execute(new GetDocument(workspaceId, id, readersOf(caller)));
  }

  @Get(':id/diagnosis')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, DiagnosisView, 'What it waits for, or what it died of, in plain words.')
  @Problems('invalid', 'not_found')
  diagnose(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<DiagnosisView> {
    return this.queries.execute(new DiagnoseDocument(workspaceId, id, readersOf(caller)));
  }

  @Get(':id/file')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @ApiResponse({ status: 200, description: 'The file as it was handed in, to be saved.', content: FILE })
  @Problems('invalid', 'not_found')
  async file(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<StreamableFile> {
    const file = await this.queries.execute(new DownloadFile(workspaceId, id, readersOf(caller)));
    return asAttachment(file.name, file.bytes);
  }

  @Get(':id/chunks')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, pageOf(ChunkView), 'In reading order.')
  @Problems('invalid', 'not_found')
  chunks(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<ChunkView>> {
    return this.queries.execute(new ListChunks(workspaceId, id, page, readersOf(caller)));
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
  async delete(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<void> {
    await this.commands.execute(new DeleteDocument(workspaceId, id, readersOf(caller)));
  }
}
