import { Logger } from '@nestjs/common';
import { DomainError } from '../../src/kernel/domain-error';
import { uuidv7 } from '../../src/kernel/ids';
import { AuditWriter } from '../../src/platform/audit/audit-writer';
import { recordOf } from '../../src/platform/audit/audited';
import { Database, NO_TENANT, type Scope } from '../../src/platform/database/database';
import { type Statement } from '../../src/platform/database/sql';

class RememberingDatabase extends Database {
  readonly batches: { scope: Scope; entries: number }[] = [];
  failWith: ((scope: Scope, statements: readonly Statement[]) => Error | null) | null = null;

  constructor() {
    super(undefined as never);
  }

  override batch(scope: Scope, statements: readonly Statement[]): Promise<never[][]> {
    const failure = this.failWith?.(scope, statements);
    if (failure) return Promise.reject(failure);
    this.batches.push({ scope, entries: statements.length });
    return Promise.resolve([]);
  }
}

const [one, other] = [uuidv7(), uuidv7()];
const acts = (workspaceId: string | null, count: number) =>
  Array.from({ length: count }, (_, i) => ({ workspaceId, record: recordOf({ action: `test.${i}` }) }));

describe('the writer of the audit log', () => {
  let database: RememberingDatabase;
  let writer: AuditWriter;

  beforeEach(() => {
    Logger.overrideLogger(false);
    database = new RememberingDatabase();
    writer = new AuditWriter(database);
  });

  it('writes one log at a time, a hundred entries at once', async () => {
    const mixed = [...acts(one, 60), ...acts(null, 2), ...acts(other, 1), ...acts(one, 60)];
    expect(await writer.write(mixed)).toEqual([]);
    expect(database.batches).toEqual([
      { scope: one, entries: 100 },
      { scope: one, entries: 20 },
      { scope: NO_TENANT, entries: 2 },
      { scope: other, entries: 1 },
    ]);
  });

  it('gives back what an outage keeps from being written', async () => {
    const outage = new DomainError({ kind: 'unavailable', code: 'database_unavailable', detail: '-' });
    database.failWith = () => outage;
    const given = [...acts(one, 2), ...acts(null, 1)];
    expect(await writer.write(given)).toEqual(given);
  });

  it('lets nothing that can never be written hold up the rest', async () => {
    database.failWith = (scope) => (scope === one ? new Error('invalid byte sequence') : null);
    expect(await writer.write([...acts(one, 1), ...acts(other, 1)])).toEqual([]);
    expect(database.batches).toEqual([{ scope: other, entries: 1 }]);
  });

  it('loses none of the rest with one that can never be written', async () => {
    const spoilt = (statements: readonly Statement[]) => JSON.stringify(statements).includes('test.1');
    database.failWith = (_, statements) => (spoilt(statements) ? new Error('invalid byte sequence') : null);
    expect(await writer.write(acts(one, 3))).toEqual([]);
    expect(database.batches).toEqual([
      { scope: one, entries: 1 },
      { scope: one, entries: 1 },
    ]);
  });
});
