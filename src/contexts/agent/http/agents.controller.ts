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
import { RunTelling } from '../commands/run-telling';
import { RunTurn } from '../commands/run-turn.command';
import { type TurnInput } from '../commands/turn-input';
import { unwatched } from '../commands/turn-progress';
import { agentReply } from './agent-reply';
import { callerOf } from './caller-of';
import { AgentReplyView, ChatBody, RunAgentBody } from './run-agent.dto';
import { streamTurn } from './streamed-turn';

const EVENTS =
  '`run.started`, `retrieval`, `tool.started`, `tool.finished`, `token`, `reply.discarded` (what was told so far is ' +
  'no part of the reply), `message`, and at the end `run.finished` or `error`';

@ApiTags('Agent')
@Controller('agents')
export class AgentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly telling: RunTelling,
  ) {}

  @Post(':slug/run')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @StreamsEvents()
  @Answers(200, AgentReplyView, `With \`stream: true\` the same as server-sent events: ${EVENTS}.`)
  @Problems('not_found')
  async run(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() principal: Principal,
    @Param('slug') agent: string,
    @Body() body: RunAgentBody,
    @EffectId() turnId: string,
  ): Promise<AgentReplyView | EventStream> {
    const input = inputOf(turnId, agent, body, principal);
    if (body.stream) return this.stream(workspaceId, input, body);
    return agentReply(await this.commands.execute(new RunTurn(workspaceId, input, unwatched())));
  }

  @Post(':slug/chat')
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @StreamsEvents()
  @Answers(200, AgentReplyView, `As server-sent events: ${EVENTS}. \`message\` carries the answer.`)
  @Problems('not_found')
  chat(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() principal: Principal,
    @Param('slug') agent: string,
    @Body() body: ChatBody,
    @EffectId() turnId: string,
  ): EventStream {
    return this.stream(workspaceId, inputOf(turnId, agent, body, principal), body);
  }

  private stream(workspaceId: string, input: TurnInput, { keepRunning = false }: ChatBody): EventStream {
    const runId = input.turnId;
    const notes = this.telling.begin(workspaceId, runId);
    return streamTurn((progress) => this.commands.execute(new RunTurn(workspaceId, input, progress)), {
      runId,
      keepRunning,
      notes,
    });
  }
}

function inputOf(
  turnId: string,
  agent: string,
  { message, conversationId, model }: ChatBody,
  principal: Principal,
): TurnInput {
  const caller = callerOf(principal);
  return { turnId, agent, message, conversationId: conversationId ?? null, model, caller };
}
