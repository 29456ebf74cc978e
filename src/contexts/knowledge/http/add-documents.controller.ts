import { Body, Controller, Param, ParseUUIDPipe, Patch, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { ReceivesUpload, UploadedFile } from '../../../platform/http/upload/receives-upload';
import { type Upload } from '../../../platform/http/upload/uploads';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { DescribeDocument } from '../commands/describe-document.command';
import { ReviseDocument } from '../commands/revise-document.command';
import { StartIngestion } from '../commands/start-ingestion.command';
import { readersOf } from '../contracts/readers-of';
import {
  AddDocumentBody,
  DescribeDocumentBody,
  DocumentAcceptedView,
  DocumentRevisedView,
  ReviseDocumentBody,
} from './document.dto';
import { addedDocument, contentOf } from './handed-in';

const JSON_FIELDS = ['metadata', 'chunking', 'access'];

@ApiTags('Knowledge')
@Controller('knowledge/documents')
export class AddDocumentsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Roles('owner', 'member', 'service')
  @NeedsScope('knowledge:write')
  @Idempotent()
  @ReceivesUpload({ file: 'file', json: JSON_FIELDS, body: AddDocumentBody })
  @Answers(
    202,
    DocumentAcceptedView,
    'Accepted and safe: a PDF, DOCX, HTML, Markdown or text file, or an address.',
  )
  @Problems('over_quota')
  async add(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() { userId }: Principal,
    @EffectId() ingestionId: string,
    @UploadedFile() file: Upload | null,
    @Body() body: AddDocumentBody,
  ): Promise<DocumentAcceptedView> {
    const { priority = 'normal', chunking = {} } = body;
    const documents = [addedDocument(body, file)];
    const submission = {
      ingestionId,
      submittedBy: userId,
      priority,
      chunking,
      webhookUrl: body.webhookUrl ?? null,
      documents,
    };
    const started = await this.commands.execute(new StartIngestion(workspaceId, submission));
    return { ok: true, ingestionId, documentId: started.documentIds[0]!, duplicate: started.skipped > 0 };
  }

  @Put(':id')
  @Roles('owner', 'member', 'service')
  @NeedsScope('knowledge:write')
  @ReceivesUpload({ file: 'file', json: JSON_FIELDS, body: ReviseDocumentBody })
  @Answers(
    202,
    DocumentRevisedView,
    'The version before is found until this one is ready; only what changed is embedded again.',
  )
  @Problems('invalid', 'not_found', 'conflict', 'unprocessable', 'over_quota')
  async revise(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Param('id', ParseUUIDPipe) documentId: string,
    @UploadedFile() file: Upload | null,
    @Body() { content, sourceUrl, ...described }: ReviseDocumentBody,
  ): Promise<DocumentRevisedView> {
    const revision = {
      ...described,
      content: contentOf({ file, content, sourceUrl }),
      revisedBy: caller.userId,
      readers: readersOf(caller),
    };
    const { version } = await this.commands.execute(new ReviseDocument(workspaceId, documentId, revision));
    return { ok: true, documentId, version };
  }

  @Patch(':id')
  @Roles('owner', 'member', 'service')
  @NeedsScope('knowledge:write')
  @Answers(204, undefined, 'What is said about it, and who may find it: no new version.')
  @Problems('invalid', 'not_found')
  async describe(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Param('id', ParseUUIDPipe) documentId: string,
    @Body() body: DescribeDocumentBody,
  ): Promise<void> {
    await this.commands.execute(new DescribeDocument(workspaceId, documentId, body, readersOf(caller)));
  }
}
