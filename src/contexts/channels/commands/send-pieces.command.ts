import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { setTimeout as pause } from 'node:timers/promises';
import { Settings } from '../../../../config/settings';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { wins } from '../../../platform/database/single-winner';
import { type ChannelAdapter } from '../domain/channel-adapter';
import { ChannelAdapters } from '../domain/channel-adapters';
import { type WakeUp } from '../domain/work-queues';
import { OpenedChannels } from './opened-channels';
import { OutboundPieces, type WaitingPiece } from './outbound-pieces';
import { pauseSeconds } from './pause-seconds';

const IN_A_ROW = 20;
const SEND_TIMEOUT_MS = 20_000;
/** Whoever would have to wait longer lets others have the worker meanwhile. */
const LONGEST_WAIT_MS = 5_000;
const UNKNOWN_FATE =
  'Nobody knows whether this was sent: it is not sent again, so that it is not said twice.';

export class SendPieces extends Command<{ readonly work: WakeUp; readonly waitMs: number } | null> {
  constructor(
    readonly workspaceId: string,
    readonly pieceId: string,
  ) {
    super();
  }
}

/** Sends what waits in the thread of a piece, in order. Answers when to come again; null: never, by itself. */
@CommandHandler(SendPieces)
export class SendPiecesHandler implements ICommandHandler<SendPieces> {
  private readonly logger = new Logger(SendPieces.name);

  constructor(
    private readonly pieces: OutboundPieces,
    private readonly channels: OpenedChannels,
    private readonly adapters: ChannelAdapters,
    private readonly settings: Settings,
  ) {}

  async execute({ workspaceId, pieceId }: SendPieces) {
    for (let worked = 0; worked < IN_A_ROW; worked++) {
      const piece = await this.pieces.takeUp(workspaceId, pieceId);
      if (!piece) return null;
      const seconds = await this.attempt(piece);
      if (seconds !== null) return { work: piece, waitMs: seconds * 1_000 };
    }
    return { work: { workspaceId, id: pieceId }, waitMs: 0 };
  }

  /** After how many seconds it is to be tried again; null: it is settled, one way or the other. */
  private async attempt(piece: WaitingPiece): Promise<number | null> {
    try {
      return await this.send(piece);
    } catch (error) {
      return this.setBack(piece, error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async send(piece: WaitingPiece): Promise<number | null> {
    const { workspaceId, channelId, id, thread, inReplyTo, text, metadata } = piece;
    const channel = await this.channels.find(workspaceId, channelId);
    const adapter = channel && this.adapters.find(channel.kind);
    if (!adapter) throw notFound('channel');
    if (piece.isUncertain && adapter.delivery === 'at_most_once') {
      await this.pieces.leave(piece, UNKNOWN_FATE);
      return null;
    }
    const tooSoonMs = await this.waitForTurn(piece, adapter);
    if (tooSoonMs > 0) {
      await this.pieces.handBack(piece, tooSoonMs);
      return tooSoonMs / 1_000;
    }
    const outbound = { thread, inReplyTo, text, idempotencyKey: id, metadata };
    const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
    const { providerMessageId } = await adapter
      .send(outbound, channel.credentials, signal)
      .catch((error: unknown) => {
        throw adapter.delivery === 'at_most_once' && isOpen(error) ? new FateUnknown() : error;
      });
    await this.pieces.sent(piece, providerMessageId);
    return null;
  }

  /** Zero, and it is the piece's turn; or in how many milliseconds to come again. */
  private async waitForTurn(piece: WaitingPiece, { rate }: ChannelAdapter): Promise<number> {
    const threadMs = piece.idleMs === null ? 0 : 1_000 / rate.perThread - piece.idleMs;
    if (threadMs > LONGEST_WAIT_MS) return threadMs;
    await pause(Math.max(0, threadMs));
    const channelMs = await this.pieces.reserve(piece, rate.perChannel, LONGEST_WAIT_MS);
    if (channelMs === null) return LONGEST_WAIT_MS;
    await pause(channelMs);
    return 0;
  }

  private async setBack(piece: WaitingPiece, error: Error): Promise<number | null> {
    const { attempts, backoffMs } = this.settings.channels;
    this.logger.warn(`Piece ${piece.id} (attempt ${piece.attempts}): ${error.message}`);
    if (error instanceof FateUnknown) {
      await this.pieces.leave(piece, error.message);
      return null;
    }
    const isFinal = error instanceof DomainError && error.kind !== 'unavailable' && error.kind !== 'too_many';
    if (isFinal || piece.attempts >= attempts) {
      await wins(this.pieces.giveUp(piece, error));
      return null;
    }
    const seconds = pauseSeconds(piece.attempts, backoffMs, error);
    await this.pieces.postpone(piece, error, seconds);
    return seconds;
  }
}

class FateUnknown extends Error {
  constructor() {
    super(UNKNOWN_FATE);
  }
}

/** What came of it on the other side: `busy` and `unreachable` mean that nothing was taken, and these that nobody knows. */
const OPEN = new Set(['outbound_timeout', 'outbound_broken_off', 'channel_provider_unclear']);

function isOpen(error: unknown): boolean {
  if (error instanceof DomainError) return OPEN.has(error.code);
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}
