import { readEnvironment } from '../../config/env';
import { type Allowance } from '../../src/contexts/billing/contracts/allowance';
import { GetAllowance } from '../../src/contexts/billing/contracts/get-allowance.query';
import { isWithin, quotaExceeded } from '../../src/contexts/billing/contracts/quota-exceeded';
import { GetAllowanceHandler } from '../../src/contexts/billing/queries/get-allowance.handler';

const WORKSPACE = '01938f3a-0000-7000-8000-000000000001';

const ask = (variables: Record<string, string>, resource: GetAllowance['resource']) =>
  new GetAllowanceHandler(readEnvironment(variables)).execute(new GetAllowance(WORKSPACE, resource));

describe('An allowance', () => {
  it('has no limit unless the installation sets one', async () => {
    expect(await ask({}, 'documents')).toEqual({ limit: null, plan: 'unlimited', until: null });
    expect(await ask({ QUOTA_DOCUMENTS: '5' }, 'storageBytes')).toMatchObject({ limit: null });
  });

  it('is what the installation sets, and that may be nothing', async () => {
    const variables = { QUOTA_DOCUMENTS: '5', QUOTA_STORAGE_BYTES: '0' };
    expect(await ask(variables, 'documents')).toEqual({ limit: 5, plan: 'custom', until: null });
    expect(await ask(variables, 'storageBytes')).toMatchObject({ limit: 0, plan: 'custom' });
  });

  it('covers what fits into it, to the last one', () => {
    const allowance: Allowance = { limit: 5, plan: 'custom', until: null };
    const verdicts = [4, 5, 6].map((wanted) =>
      isWithin(allowance, { resource: 'documents', used: 0, wanted }),
    );
    expect(verdicts).toEqual([true, true, false]);
    expect(isWithin({ ...allowance, limit: null }, { resource: 'documents', used: 9, wanted: 9 })).toBe(true);
  });

  it('that is exceeded says of what, how much and until when', () => {
    const until = new Date('2026-12-01T00:00:00Z');
    const refusal = quotaExceeded(
      { limit: 100, plan: 'starter', until },
      { resource: 'documents', used: 99, wanted: 2 },
    );
    expect(refusal).toMatchObject({ kind: 'over_quota', code: 'quota_exceeded' });
    for (const part of ['starter', '100 documents', '99', '2 more', '2026-12-01']) {
      expect(refusal.message).toContain(part);
    }
  });
});
