import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { RunRecord } from '../domain/run-record';
import { type Turn } from '../domain/turn';
import { Turns } from '../domain/turns';
import { ActiveRuns } from './active-runs';

export class CancelRun extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly runId: string,
  ) {
    super();
  }
}

/** Whichever process is running it hears of it within a second, and keeps what was said until then. */
@CommandHandler(CancelRun)
export class CancelRunHandler implements ICommandHandler<CancelRun> {
  constructor(
    private readonly turns: Turns,
    private readonly active: ActiveRuns,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, runId }: CancelRun): Promise<void> {
    const turn = await this.turns.find(workspaceId, runId);
    if (!turn) throw notFound('run');
    switch (turn.state.status) {
      case 'running':
        await this.turns.askToCancel(workspaceId, runId);
        return this.active.cancel(runId);
      case 'awaiting_approval':
        return this.cancelPaused(turn);
      case 'cancelled':
        return;
      case 'completed':
      case 'limit_exceeded':
      case 'failed':
        throw new DomainError({
          kind: 'conflict',
          code: 'run_finished',
          detail: 'This run has already ended.',
        });
    }
  }

  private async cancelPaused(turn: Turn): Promise<void> {
    const now = this.clock.now();
    const record = RunRecord.continued(now, turn.state.outcome!);
    turn.stop('cancelled', { reply: '', reasoning: 'Somebody cancelled this run.' }, record, now);
    await this.turns.save(turn);
  }
}
