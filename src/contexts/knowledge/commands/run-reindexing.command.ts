import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { type Reindexing } from '../domain/reindexing';
import { Reindexings } from '../domain/reindexings';
import { ReindexingTurn, REINDEXING_LEASE_SECONDS } from './reindexing-turn';

export type ReindexingOutcome = { readonly kind: 'over' } | { readonly kind: 'later'; waitSeconds: number };

const MOST_SETBACKS = 3;
const PAUSE_SECONDS = 5;
const OVER = { kind: 'over' } as const;

/** One turn of it. */
export class RunReindexing extends Command<ReindexingOutcome> {
  constructor(
    readonly workspaceId: string,
    readonly reindexingId: string,
  ) {
    super();
  }
}

/** What passes by itself is waited for; what does not is tried three times in a row. */
@CommandHandler(RunReindexing)
export class RunReindexingHandler implements ICommandHandler<RunReindexing> {
  private readonly logger = new Logger(RunReindexing.name);

  constructor(
    private readonly reindexings: Reindexings,
    private readonly turn: ReindexingTurn,
  ) {}

  async execute({ workspaceId, reindexingId }: RunReindexing): Promise<ReindexingOutcome> {
    const reindexing = await this.reindexings.takeUp(workspaceId, reindexingId, REINDEXING_LEASE_SECONDS);
    if (!reindexing) return OVER;
    try {
      if (await this.turn.take(reindexing)) return OVER;
      await this.reindexings.release(reindexing);
      return { kind: 'later', waitSeconds: 0 };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      // Somebody else has taken it up, or asked something else of it: whoever comes next sees what.
      if (isSuperseded(error)) return { kind: 'later', waitSeconds: 0 };
      return this.setBack(reindexing, error);
    }
  }

  private async setBack(reindexing: Reindexing, error: Error): Promise<ReindexingOutcome> {
    const isDown = isPassing(error);
    this.logger.warn(`The re-indexing ${reindexing.id} does not go on: ${error.message}`);
    if (!isDown && reindexing.setbacks + 1 >= MOST_SETBACKS) {
      await this.reindexings.fail(reindexing, error);
      return OVER;
    }
    await this.reindexings.noteSetback(reindexing, error, !isDown);
    const pause = error instanceof DomainError ? error.retryAfterSeconds : undefined;
    return { kind: 'later', waitSeconds: pause ?? PAUSE_SECONDS };
  }
}

/** A call that took too long counts as an unavailable provider. */
function isPassing(error: Error): boolean {
  return error.name === 'TimeoutError' || (error instanceof DomainError && error.kind === 'unavailable');
}

function isSuperseded(error: Error): boolean {
  return error instanceof DomainError && error.code === 'concurrent_change';
}
