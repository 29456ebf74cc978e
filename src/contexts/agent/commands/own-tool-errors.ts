import { DomainError } from '../../../kernel/domain-error';

export const nameTaken = (name: string) =>
  new DomainError({
    kind: 'conflict',
    code: 'name_taken',
    detail: `There is already something of yours called ${name}.`,
  });

export const nameReserved = (name: string) =>
  new DomainError({
    kind: 'conflict',
    code: 'name_taken',
    detail: `Every workspace has a tool called ${name}.`,
  });

export const tooMany = (what: string, most: number) =>
  new DomainError({
    kind: 'conflict',
    code: 'too_many_tools',
    detail: `A workspace can have ${most} ${what} of its own at most.`,
  });
