import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { uuidv7 } from '../../../kernel/ids';
import { PostMessage, type WindowMessage } from '../../conversation/contracts/post-message.command';
import { PostReply } from '../../conversation/contracts/post-reply.command';
import { type AgentProfile } from '../domain/agent-profile';
import { AgentProfiles } from '../domain/agent-profiles';
import { type Caller } from '../domain/caller';
import { Turn, type TurnState } from '../domain/turn';
import { Turns } from '../domain/turns';
import { type Wishes, withWishes } from '../domain/wishes';
import { Answering } from './answering';
import { type TurnProgress } from './turn-progress';

export interface TurnInput {
  /** Also the id of the message, and of the conversation if the message starts one: a repeated turn repeats nothing. */
  readonly turnId: string;
  readonly agent: string;
  readonly message: string;
  readonly conversationId: string | null;
  readonly caller: Caller;
  /** What was said before, from a caller who keeps that; left out: what the conversation has of it. */
  readonly history?: readonly WindowMessage[];
  readonly wishes?: Wishes;
}

interface AskedWith {
  readonly history: readonly WindowMessage[];
  readonly caller: Caller;
}

export type TurnResult = TurnState;

export class RunTurn extends Command<TurnResult> {
  constructor(
    readonly workspaceId: string,
    readonly input: TurnInput,
    readonly progress: TurnProgress,
  ) {
    super();
  }
}

@CommandHandler(RunTurn)
export class RunTurnHandler implements ICommandHandler<RunTurn> {
  constructor(
    private readonly agents: AgentProfiles,
    private readonly turns: Turns,
    private readonly answering: Answering,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, input, progress }: RunTurn): Promise<TurnState> {
    const conversationId = input.conversationId ?? input.turnId;
    const agent = await this.agents.find(workspaceId, input.agent, conversationId);
    if (!agent) throw notFound('agent');
    const { window } = await this.commands.execute(
      new PostMessage(workspaceId, input.turnId, input.message, {
        id: conversationId,
        isNew: input.conversationId === null,
        startedBy: input.caller.userId,
      }),
    );
    const turn = await this.findOrStart(workspaceId, input, agent.version, conversationId);
    progress.onStarted({ runId: turn.id, conversationId });
    if (turn.state.status === 'running') {
      const asked = { history: input.history ?? window, caller: input.caller };
      await this.answer(turn, withWishes(agent, input.wishes ?? {}), asked, progress);
    }
    return turn.state;
  }

  private async findOrStart(
    workspaceId: string,
    input: TurnInput,
    agentVersion: number,
    conversationId: string,
  ): Promise<Turn> {
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
    if (await this.turns.start(turn)) return turn;
    const earlier = await this.turns.find(workspaceId, input.turnId);
    if (!earlier) throw notFound('run');
    return earlier;
  }

  private async answer(
    turn: Turn,
    agent: AgentProfile,
    { history, caller }: AskedWith,
    progress: TurnProgress,
  ): Promise<void> {
    const { workspaceId, conversationId, input } = turn.state;
    try {
      const asked = { question: input, history };
      const { outcome, passages } = await this.answering.answer(
        workspaceId,
        agent,
        asked,
        caller.readers,
        progress,
      );
      turn.complete(outcome, passages, this.clock.now());
    } catch (error) {
      turn.fail((error as Error).message, this.clock.now());
      await this.turns.save(turn);
      throw error;
    }
    await this.turns.save(turn);
    const { id, replyId, outcome } = turn.state;
    const reply = { id: replyId, runId: id, content: outcome!.reply, sources: outcome!.sources };
    await this.commands.execute(new PostReply(workspaceId, conversationId, reply));
  }
}
