import { DomainError } from '../../../kernel/domain-error';

/** The same for a channel that does not exist and for a signature that is wrong: nobody finds out which. */
export const webhookRefused = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'webhook_refused',
    detail: 'This request is not one that the provider of this channel has signed.',
  });

export const unreadableEvent = () =>
  new DomainError({
    kind: 'invalid',
    code: 'unreadable_event',
    detail: 'The request is signed, and not what the provider of this channel sends.',
  });

export const tooManyMessages = (perMinute: number, retryAfterSeconds: number) =>
  new DomainError({
    kind: 'too_many',
    code: 'rate_limited',
    detail: `Too many messages: at most ${perMinute} per minute are taken here.`,
    retryAfterSeconds,
  });

export const nameTaken = (name: string) =>
  new DomainError({ kind: 'conflict', code: 'name_taken', detail: `There is already a channel ${name}.` });

export const tooManyChannels = (most: number) =>
  new DomainError({
    kind: 'conflict',
    code: 'too_many_channels',
    detail: `A workspace can have ${most} channels at most.`,
  });

export const unusableCredentials = (name: string, message: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'validation_failed',
    detail: 'One field is not valid.',
    errors: [{ path: `credentials.${name}`, message }],
  });

export const unknownAgent = (slug: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'validation_failed',
    detail: 'One field is not valid.',
    errors: [{ path: 'agent', message: `names no agent of this workspace: ${slug}` }],
  });
