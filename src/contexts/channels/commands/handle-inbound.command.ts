import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Settings } from '../../../../config/settings';
import { DomainError } from '../../../kernel/domain-error';
import { wins } from '../../../platform/database/single-winner';
import { type InboundEvent } from '../domain/inbound-event';
import { type WakeUp } from '../domain/work-queues';
import { Inbox } from './inbox';
import { pauseSeconds } from './pause-seconds';
import { TenSteps } from './ten-steps';

/** So that a talkative thread does not keep a worker for itself. */
const IN_A_ROW = 20;
/** Beyond the time that a run may take: for everything around it. */
const HOLD_EXTRA_SECONDS = 60;
const HOPELESS = ['not_found', 'unprocessable', 'invalid', 'gone'];

/** When to come again; null: there is nothing to do in this thread, or somebody else does it. */
export type ComesAgain = { readonly work: WakeUp; readonly waitMs: number } | null;

export class HandleInbound extends Command<ComesAgain> {
  constructor(
    readonly workspaceId: string,
    readonly eventId: string,
  ) {
    super();
  }
}

/** Works off the thread of a message, oldest first. */
@CommandHandler(HandleInbound)
export class HandleInboundHandler implements ICommandHandler<HandleInbound> {
  private readonly logger = new Logger(HandleInbound.name);

  constructor(
    private readonly inbox: Inbox,
    private readonly steps: TenSteps,
    private readonly settings: Settings,
  ) {}

  async execute({ workspaceId, eventId }: HandleInbound): Promise<ComesAgain> {
    const holdSeconds = this.settings.planning.limits.milliseconds / 1_000 + HOLD_EXTRA_SECONDS;
    for (let worked = 0; worked < IN_A_ROW; worked++) {
      const event = await this.inbox.takeUp(workspaceId, eventId, holdSeconds);
      if (!event) return null;
      const seconds = await this.attempt(event);
      if (seconds !== null) return { work: event, waitMs: seconds * 1_000 };
    }
    return { work: { workspaceId, id: eventId }, waitMs: 0 };
  }

  /** After how many seconds it is to be tried again; null: it is settled, one way or the other. */
  private async attempt(event: InboundEvent): Promise<number | null> {
    try {
      await this.steps.take(event);
      return null;
    } catch (error) {
      return this.setBack(event, error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async setBack(event: InboundEvent, error: Error): Promise<number | null> {
    const { attempts, backoffMs } = this.settings.channels;
    this.logger.warn(`Message ${event.id} (attempt ${event.attempts}): ${error.message}`);
    if (event.attempts >= attempts || (error instanceof DomainError && HOPELESS.includes(error.kind))) {
      await wins(this.inbox.giveUp(event, error));
      return null;
    }
    const seconds = pauseSeconds(event.attempts, backoffMs, error);
    await this.inbox.postpone(event, error, seconds);
    return seconds;
  }
}
