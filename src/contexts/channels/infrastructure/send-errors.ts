import { DomainError } from '../../../kernel/domain-error';
import { maskText } from '../../../platform/telemetry/logging/mask-text';

const LONGEST_WORDS = 300;

/** The provider has said that it did not take the message, and may take it later. */
export const providerBusy = (provider: string, retryAfterSeconds?: number) =>
  new DomainError({
    kind: 'unavailable',
    code: 'channel_provider_busy',
    detail: `${provider} takes no messages just now.`,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });

/** Nobody knows whether the message has gone out: what may only be sent once is not sent again. */
export const providerUnclear = (provider: string, status: number) =>
  new DomainError({
    kind: 'unavailable',
    code: 'channel_provider_unclear',
    detail: `${provider} answered ${status}, which does not say whether the message went out.`,
  });

export const providerRefused = (provider: string, words: string) =>
  new DomainError({
    kind: 'unprocessable',
    code: 'channel_provider_refused',
    detail: `${provider} refused the message: ${maskText(words).slice(0, LONGEST_WORDS) || 'it does not say why'}.`,
  });
