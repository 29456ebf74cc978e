import { DomainError } from '../../../kernel/domain-error';
import { type Allowance, type LimitedResource } from './allowance';

const UNITS: Readonly<Record<LimitedResource, string>> = {
  documents: 'documents',
  storageBytes: 'bytes of storage',
};

export interface Wish {
  readonly resource: LimitedResource;
  /** What there is already, and what would be added to it. */
  readonly used: number;
  readonly wanted: number;
}

export function isWithin({ limit }: Allowance, { used, wanted }: Wish): boolean {
  return limit === null || used + wanted <= limit;
}

/** The refusal, for whoever has asked for the allowance: what, how much, and until when. */
export function quotaExceeded(
  { limit, plan, until }: Allowance,
  { resource, used, wanted }: Wish,
): DomainError {
  const covers = `The plan "${plan}" covers ${limit} ${UNITS[resource]}`;
  const lasts = until ? ` This holds until ${until.toISOString()}.` : '';
  return new DomainError({
    kind: 'over_quota',
    code: 'quota_exceeded',
    detail: `${covers}: there are ${used}, and ${wanted} more would be too many.${lasts}`,
  });
}
