import {
  Body,
  Controller,
  Get,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  type StreamableFile,
} from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { asAttachment, FILE } from '../../../platform/http/attachment';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf } from '../../../platform/http/page';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { SaveFormDraft } from '../commands/save-form-draft.command';
import { SubmitForm } from '../commands/submit-form.command';
import { DownloadFormFile } from '../queries/download-form-file.query';
import { FormSummaryView, FormView } from '../queries/form.view';
import { GetForm } from '../queries/get-form.query';
import { ListForms } from '../queries/list-forms.query';
import { callerOf } from './caller-of';
import { FormDraftBody, FormsQuery, FormSubmissionBody, FormSubmittedView } from './forms.dto';

@ApiTags('Agent')
@Controller('forms')
export class FormsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('conversations:read')
  @Answers(200, pageOf(FormSummaryView), 'Forms that agents have made, newest first.')
  @Problems('invalid')
  list(
    @WorkspaceId() workspaceId: string,
    @Query() { conversationId, ...page }: FormsQuery,
  ): Promise<Page<FormSummaryView>> {
    return this.queries.execute(new ListForms(workspaceId, page, conversationId ?? null));
  }

  @Get(':id')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('conversations:read')
  @Answers(200, FormView)
  @Problems('invalid', 'not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<FormView> {
    return this.queries.execute(new GetForm(workspaceId, id));
  }

  @Get(':id/files/:field')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('conversations:read')
  @ApiResponse({ status: 200, description: 'The file that was submitted, to be saved.', content: FILE })
  @Problems('invalid', 'not_found')
  async file(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('field') field: string,
  ): Promise<StreamableFile> {
    const file = await this.queries.execute(new DownloadFormFile(workspaceId, id, field));
    return asAttachment(file.name, file.content);
  }

  @Put(':id/draft')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('conversations:write')
  @Answers(200, FormView, 'In place of what was kept before, until the form expires.')
  @Problems('invalid', 'not_found', 'conflict', 'gone')
  async keepDraft(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { values }: FormDraftBody,
  ): Promise<FormView> {
    await this.commands.execute(new SaveFormDraft(workspaceId, id, values));
    return this.queries.execute(new GetForm(workspaceId, id));
  }

  @Post(':id/submissions')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('conversations:write')
  @Idempotent()
  @Answers(201, FormSubmittedView, 'Once, for good; the agent that made the form goes on with it.')
  @Problems('invalid', 'not_found', 'gone')
  async submit(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() principal: Principal,
    @Param('id', ParseUUIDPipe) formId: string,
    @EffectId() id: string,
    @Body() { values }: FormSubmissionBody,
  ): Promise<FormSubmittedView> {
    const submission = { id, values, caller: callerOf(principal) };
    await this.commands.execute(new SubmitForm(workspaceId, formId, submission));
    return { id, formId };
  }
}
