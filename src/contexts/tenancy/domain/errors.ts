import { DomainError, notFound } from '../../../kernel/domain-error';

export const noSuchMember = () => notFound('member');

export const lastOwner = () =>
  new DomainError({
    kind: 'conflict',
    code: 'last_owner',
    detail: 'A workspace is never without an owner: make somebody else an owner first.',
  });
