import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { uuidv7 } from '../../../kernel/ids';
import { PostMessage } from '../../conversation/contracts/post-message.command';
import { AgentProfiles } from '../domain/agent-profiles';
import { ChatModels } from '../domain/chat-models';
import { Turn } from '../domain/turn';
import { Turns } from '../domain/turns';
import { withWishes } from '../domain/wishes';
import { type AskedTurn } from './asked-turn';
import { type TurnInput } from './turn-input';

interface OpenedTurn {
  readonly turn: Turn;
  readonly asked: AskedTurn;
}

/** The first save of a turn, behind the message that it answers; or the turn of the same message, if it is there already. */
@Injectable()
export class TurnOpening {
  constructor(
    private readonly agents: AgentProfiles,
    private readonly models: ChatModels,
    private readonly turns: Turns,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async open(workspaceId: string, input: TurnInput): Promise<OpenedTurn> {
    const { caller, message: question, model = null } = input;
    this.expectModel(model);
    const conversationId = input.conversationId ?? input.turnId;
    const found = await this.agents.find(workspaceId, input.agent, conversationId);
    if (!found) throw notFound('agent');
    const agent = withWishes(found, input.wishes ?? {});
    const { window } = await this.commands.execute(
      new PostMessage(workspaceId, input.turnId, question, {
        id: conversationId,
        isNew: input.conversationId === null,
        startedBy: caller.userId,
      }),
    );
    const { turn, isNew, summary } = await this.findOrStart(
      workspaceId,
      input,
      conversationId,
      agent.version,
    );
    const history = input.history ?? window;
    return { turn, asked: { agent, caller, question, history, summary, model, isRepeated: !isNew } };
  }

  private async findOrStart(
    workspaceId: string,
    input: TurnInput,
    conversationId: string,
    agentVersion: number,
  ) {
    const turn = Turn.start({
      id: input.turnId,
      workspaceId,
      agent: input.agent,
      agentVersion,
      conversationId,
      replyId: uuidv7(),
      input: input.message,
      startedAt: this.clock.now(),
    });
    const { isNew, summary } = await this.turns.start(turn);
    if (isNew) return { turn, isNew, summary };
    const earlier = await this.turns.find(workspaceId, input.turnId);
    if (!earlier) throw notFound('run');
    return { turn: earlier, isNew, summary };
  }

  private expectModel(model: string | null): void {
    if (model === null || this.models.find(model)) return;
    const offered = this.models.all.map(({ name }) => name).join(', ') || 'none';
    const detail = `There is no model called ${model}. There are: ${offered}.`;
    throw new DomainError({ kind: 'unprocessable', code: 'unknown_model', detail });
  }
}
