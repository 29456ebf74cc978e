import { type DomainError } from '../../kernel/domain-error';
import { type OutboundAnswer } from '../outbound/safe-http';
import { retryAfterSeconds } from './webhook-schedule';

/** What has come of an attempt. `reason` is for everybody, `words` are the receiver's own and for the workspace alone. */
export type WebhookVerdict =
  | { readonly kind: 'delivered'; readonly status: number }
  | {
      readonly kind: 'failed';
      readonly status: number | null;
      readonly reason: string;
      readonly words: string;
      /** Not before these seconds are over; null where the receiver has not said. */
      readonly retryAfter: number | null;
      readonly isFinal: boolean;
    };

const MOST_WORDS = 500;
const GONE = 410;
const BUSY = new Set([429, 503]);
const TEXT = /^(?:text\/.*|application\/(?:.*\+)?(?:json|xml))$/;
/** What steers a terminal or a page instead of showing. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]+/gu;

export function verdictOnAnswer(answer: OutboundAnswer, now: Date): WebhookVerdict {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  return {
    kind: 'failed',
    status,
    reason: `The receiver answered ${status}.`,
    words: wordsOf(answer),
    retryAfter: BUSY.has(status) ? retryAfterSeconds(headers['retry-after'], now) : null,
    isFinal: status === GONE,
  };
}

/** An address that is refused today is refused tomorrow; everything else may pass. */
export function verdictOnFailure(error: DomainError): WebhookVerdict {
  const isFinal = error.code === 'outbound_refused';
  return { kind: 'failed', status: null, reason: error.message, words: '', retryAfter: null, isFinal };
}

function wordsOf({ bytes, contentType }: OutboundAnswer): string {
  if (!TEXT.test(contentType ?? '')) return '';
  const words = bytes.toString('utf8').replace(UNSEEN, ' ').trim();
  return [...words].slice(0, MOST_WORDS).join('');
}
