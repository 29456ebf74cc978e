import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type Page, pageOf } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { IngestMessage, type IngestedMessage } from '../commands/ingest-message.command';
import { GetInboundEvent } from '../queries/get-inbound-event.query';
import { InboundEventView } from '../queries/inbound-event.view';
import { ListInboundEvents } from '../queries/list-inbound-events.query';
import { InboundEventsQuery, IngestedView, IngestTextBody, IngestVoiceBody } from './ingest.dto';

const TAKEN = 'Kept, and worked on in a moment. The same message again changes nothing.';

@ApiTags('Channels')
@Controller('ingest')
@Roles('owner', 'member', 'agent', 'service')
@NeedsScope('channels:ingest')
export class IngestController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('chat')
  @Answers(202, IngestedView, TAKEN)
  @Problems('invalid', 'not_found')
  chat(@WorkspaceId() workspaceId: string, @Body() { text, ...body }: IngestTextBody): Promise<IngestedView> {
    return this.take(workspaceId, messageOf('chat', text, body));
  }

  @Post('sms')
  @Answers(202, IngestedView, TAKEN)
  @Problems('invalid', 'not_found')
  sms(@WorkspaceId() workspaceId: string, @Body() { text, ...body }: IngestTextBody): Promise<IngestedView> {
    return this.take(workspaceId, messageOf('sms', text, body));
  }

  @Post('voice')
  @Answers(202, IngestedView, TAKEN)
  @Problems('invalid', 'not_found')
  voice(
    @WorkspaceId() workspaceId: string,
    @Body() { transcript, ...body }: IngestVoiceBody,
  ): Promise<IngestedView> {
    return this.take(workspaceId, messageOf('voice', transcript, body));
  }

  @Get('events')
  @Answers(200, pageOf(InboundEventView), 'What has come in by any channel, newest first.')
  @Problems('invalid')
  events(
    @WorkspaceId() workspaceId: string,
    @Query() { status, ...page }: InboundEventsQuery,
  ): Promise<Page<InboundEventView>> {
    return this.queries.execute(new ListInboundEvents(workspaceId, page, status ?? null));
  }

  @Get('events/:id')
  @Answers(200, InboundEventView)
  @Problems('invalid', 'not_found')
  event(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<InboundEventView> {
    return this.queries.execute(new GetInboundEvent(workspaceId, id));
  }

  private take(workspaceId: string, message: IngestedMessage): Promise<IngestedView> {
    return this.commands.execute(new IngestMessage(workspaceId, message));
  }
}

function messageOf(
  kind: IngestedMessage['kind'],
  text: string,
  { to, conversationId, occurredAt, metadata = {}, ...body }: Omit<IngestTextBody, 'text'>,
): IngestedMessage {
  return {
    ...{ ...body, kind, text, metadata },
    to: to ?? null,
    conversationId: conversationId ?? null,
    occurredAt: occurredAt ? new Date(occurredAt) : null,
  };
}
