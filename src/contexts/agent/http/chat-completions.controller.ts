import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '../../../kernel/clock';
import { DomainError } from '../../../kernel/domain-error';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type EventStream, StreamsEvents } from '../../../platform/http/event-stream';
import { FailsAs } from '../../../platform/http/failure-voice';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { RunTurn, type TurnResult } from '../commands/run-turn.command';
import { type TurnInput } from '../commands/turn-input';
import { type TurnProgress, unwatched } from '../commands/turn-progress';
import { GetChatModel } from '../queries/get-chat-model.query';
import { agentReply } from './agent-reply';
import { callerOf } from './caller-of';
import { askedOf } from './openai/asked-of';
import { chatCompletion } from './openai/chat-completion';
import { ChatCompletionBody } from './openai/chat-completion.dto';
import { ChatCompletionView, OpenAiErrorView } from './openai/chat-completion.view';
import { openAiFailure } from './openai/openai-failure';
import { streamCompletion } from './openai/streamed-completion';

@ApiTags('Agent')
@Controller('openai/chat/completions')
export class ChatCompletionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:run')
  @Idempotent()
  @StreamsEvents()
  @Answers(
    200,
    ChatCompletionView,
    'As OpenAI’s API answers: any of its clients works with this address up to `/openai` as its base and an ' +
      'API key of the workspace. With `stream: true` in chunks, the last of which is `[DONE]`. Fields that are ' +
      'not listed here are ignored.',
  )
  @Problems('not_found', 'over_quota')
  @FailsAs(openAiFailure, OpenAiErrorView)
  async complete(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Body() body: ChatCompletionBody,
    @EffectId() turnId: string,
  ): Promise<ChatCompletionView | EventStream> {
    const { model, messages, stream, stream_options, metadata } = body;
    const input: TurnInput = {
      ...askedOf(messages),
      turnId,
      agent: model,
      conversationId: metadata?.conversation_id ?? null,
      caller: callerOf(caller),
      wishes: {
        temperature: body.temperature ?? undefined,
        maxOutputTokens: body.max_completion_tokens ?? body.max_tokens ?? undefined,
      },
    };
    const created = Math.floor(this.clock.now().getTime() / 1_000);
    const frame = { id: `chatcmpl-${turnId}`, created, model };
    const run = (progress: TurnProgress) => this.run(workspaceId, input, progress);
    if (stream) return streamCompletion(run, frame, stream_options?.include_usage === true);
    return chatCompletion(frame, agentReply(await run(unwatched())));
  }

  /** To clients of this protocol an agent is a model: one that is missing has a word of its own. */
  private async run(workspaceId: string, input: TurnInput, progress: TurnProgress): Promise<TurnResult> {
    try {
      return await this.commands.execute(new RunTurn(workspaceId, input, progress));
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not_found')
        await this.queries.execute(new GetChatModel(workspaceId, input.agent));
      throw error;
    }
  }
}
