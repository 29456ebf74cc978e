import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { PostReply } from '../../conversation/contracts/post-reply.command';
import { RunRecord } from '../domain/run-record';
import { type Turn } from '../domain/turn';
import { Turns } from '../domain/turns';
import { ActiveRuns } from './active-runs';
import { type AskedTurn } from './asked-turn';
import { TurnAnswering } from './turn-answering';
import { type TurnProgress } from './turn-progress';

/** Brings a turn that is running to wherever it stops: between two saves, and only there. */
@Injectable()
export class TurnWork {
  constructor(
    private readonly answering: TurnAnswering,
    private readonly turns: Turns,
    private readonly active: ActiveRuns,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async work(turn: Turn, asked: AskedTurn, progress: TurnProgress): Promise<void> {
    const record = turn.state.outcome
      ? RunRecord.continued(this.clock.now(), turn.state.outcome)
      : new RunRecord(this.clock.now());
    const run = this.active.begin(turn.id);
    const signal = AbortSignal.any([progress.signal, run.signal]);
    try {
      await this.answering.answer(turn, asked, record, { ...writtenDown(progress, record), signal });
    } catch (error) {
      if (!signal.aborted) return await this.fail(turn, error as Error);
      const reasoning = (signal.reason as Error).message;
      turn.stop('cancelled', { reply: record.told, reasoning }, record, this.clock.now());
    } finally {
      run.end();
    }
    await this.turns.save(turn);
    await this.post(turn);
  }

  private async fail(turn: Turn, error: Error): Promise<never> {
    turn.fail(error.message, this.clock.now());
    await this.turns.save(turn);
    throw error;
  }

  private async post({ id, state }: Turn): Promise<void> {
    const { workspaceId, conversationId, replyId, outcome } = state;
    if (!outcome?.reply) return;
    const reply = { id: replyId, runId: id, content: outcome.reply, sources: outcome.sources };
    await this.commands.execute(new PostReply(workspaceId, conversationId, reply));
  }
}

/** What is told word by word is also kept, for a reply that is broken off. */
function writtenDown(progress: TurnProgress, record: RunRecord): TurnProgress {
  const { onToken } = progress;
  if (!onToken) return progress;
  return {
    ...progress,
    onToken: (token) => {
      record.told += token;
      onToken(token);
    },
    onDiscarded: () => {
      record.told = '';
      progress.onDiscarded?.();
    },
    onToolStarted: (tool) => {
      record.told = '';
      progress.onToolStarted?.(tool);
    },
  };
}
