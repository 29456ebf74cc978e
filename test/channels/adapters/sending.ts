import { type OutboundPiece } from '../../../src/contexts/channels/domain/channel-adapter';
import { DomainError } from '../../../src/kernel/domain-error';

export function pieceTo(thread: string, fields: Partial<OutboundPiece> = {}): OutboundPiece {
  return { thread, inReplyTo: null, text: 'Hello', idempotencyKey: '0198c0de-1', metadata: {}, ...fields };
}

/** What sending failed with, as the queue sees it. */
export async function sendFailure(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { kind, code, retryAfterSeconds } = error;
    return { kind, code, retryAfterSeconds };
  }
  throw new Error('It was sent.');
}
