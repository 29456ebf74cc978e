import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type EventStream, StreamsEvents } from '../../../platform/http/event-stream';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { RunTurn } from '../commands/run-turn.command';
import { unwatched } from '../commands/turn-progress';
import { agentReply } from './agent-reply';
import { callerOf } from './caller-of';
import { AgentReplyView, RunAgentBody } from './run-agent.dto';
import { streamTurn } from './streamed-turn';

@ApiTags('Agent')
@Controller('agents')
export class AgentsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':slug/run')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @StreamsEvents()
  @Answers(
    200,
    AgentReplyView,
    'With `stream: true` the same as server-sent events: `run.started`, `retrieval`, `token`, `message`, ' +
      'and at the end `run.finished` or `error`.',
  )
  @Problems('not_found')
  async run(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Param('slug') agent: string,
    @Body() { message, conversationId, stream }: RunAgentBody,
    @EffectId() turnId: string,
  ): Promise<AgentReplyView | EventStream> {
    const asked = { turnId, agent, message, conversationId: conversationId ?? null };
    const input = { ...asked, caller: callerOf(caller) };
    if (!stream) return agentReply(await this.commands.execute(new RunTurn(workspaceId, input, unwatched())));
    return streamTurn((progress) => this.commands.execute(new RunTurn(workspaceId, input, progress)));
  }
}
