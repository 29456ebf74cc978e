import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { DomainError } from '../../../kernel/domain-error';
import { Turns } from '../domain/turns';

/** For a run whose process has ended: what it may have done is not known, so nothing of it is done again. */
export class EndLostRun extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly runId: string,
  ) {
    super();
  }
}

@CommandHandler(EndLostRun)
export class EndLostRunHandler implements ICommandHandler<EndLostRun> {
  constructor(
    private readonly turns: Turns,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, runId }: EndLostRun): Promise<void> {
    const turn = await this.turns.find(workspaceId, runId);
    if (turn?.state.status !== 'running') return;
    turn.fail('interrupted: the process that worked on this run has ended', this.clock.now());
    try {
      await this.turns.save(turn);
    } catch (error) {
      // It was saved in the meantime: then it was not lost.
      if (!(error instanceof DomainError && error.kind === 'conflict')) throw error;
    }
  }
}
