import { DomainError } from '../../../kernel/domain-error';

const LONGEST_WORDS = 300;
const LATER = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What a provider that has not taken a message makes of it: it is tried later, or never again. */
export function refusedSending(status: number, words: string, retryAfterSeconds: number | null): DomainError {
  const said = words.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const detail = `The provider has answered ${status}.${said && ` It said: ${said.slice(0, LONGEST_WORDS)}`}`;
  if (LATER.has(status)) {
    const retry = retryAfterSeconds === null ? {} : { retryAfterSeconds };
    return new DomainError({ kind: 'unavailable', code: 'provider_busy', detail, ...retry });
  }
  return new DomainError({ kind: 'unprocessable', code: 'provider_refused', detail });
}
