import { Body, Controller, Post, Res, UseGuards } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Answers } from '../../../platform/http/document-route';
import { FailsAs } from '../../../platform/http/failure-voice';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { callerOf } from './caller-of';
import { KnownOriginsGuard } from './mcp/known-origins.guard';
import { McpExchange } from './mcp/mcp-exchange';
import { McpMessageForm, McpMessageView, RpcErrorView } from './mcp/mcp-message.dto';
import { failedExchange } from './mcp/rpc-failure';

@ApiTags('Agent')
@Controller('mcp')
export class McpController {
  constructor(private readonly exchange: McpExchange) {}

  @Post()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @UseGuards(KnownOriginsGuard)
  @Answers(
    200,
    McpMessageView,
    'The Model Context Protocol over streamable HTTP, without sessions: tools to search the documents and to ask ' +
      'agents, and the documents as resources. A key sees what its scopes let it: the documents need ' +
      '`knowledge:read` as well. Requests with a progress token are answered as server-sent events, notifications ' +
      'with 202 and no body.',
  )
  @ApiResponse({ status: 406, description: 'The client must accept both JSON and server-sent events.' })
  @FailsAs(failedExchange, RpcErrorView)
  speak(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Body() message: McpMessageForm,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ReturnType<McpExchange['answer']> {
    return this.exchange.answer(message, { workspaceId, caller: callerOf(caller) }, reply);
  }
}
