import { DomainError } from '../../kernel/domain-error';
import { Text, Whole } from '../http/fields';
import { type KnownState } from './chain-walk';

/** What an earlier verification answered, noted outside of the database: nobody can rewrite both. */
export class AuditVerifyQuery {
  @Whole({ min: 1, optional: true, inQuery: true, example: 1042, description: 'As once answered.' })
  entries?: number;

  @Text({
    optional: true,
    min: 64,
    max: 64,
    pattern: /^[0-9a-f]{64}$/i,
    example: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    description: 'As once answered together with entries.',
  })
  lastHash?: string;
}

export function knownState({ entries, lastHash }: AuditVerifyQuery): KnownState | null {
  if (entries === undefined && lastHash === undefined) return null;
  if (entries !== undefined && lastHash !== undefined) return { entries, lastHash };
  throw new DomainError({
    kind: 'invalid',
    code: 'incomplete_state',
    detail: 'What is known of the log is entries and lastHash, as answered together.',
  });
}
