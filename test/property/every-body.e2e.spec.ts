import * as fc from 'fast-check';
import { EverythingStored } from '../platform/everything-stored';
import { startTestApp, type TestApp } from '../support/app';
import { AlmightyCaller } from './almighty-caller';
import { BareClient } from './bare-client';
import { type BrokenBody, brokenBody } from './broken-bodies';
import { fittingObject } from './fitting-values';
import { type HostileRequest, hostileRequest } from './hostile-requests';
import { type OpenApi, type Operation, operationsOf, resolved, type Schema } from './operations';
import { faultOf, parsed } from './refusals';
import { changedTables, printTables } from './table-prints';

/** Set FAST_CHECK_SEED to look elsewhere, and FAST_CHECK_RUNS to look so many times as long. */
const SEED = Number(process.env.FAST_CHECK_SEED ?? 20_261_121);
const LENGTH = Number(process.env.FAST_CHECK_RUNS ?? 1);
const BROKEN_RUNS = 8 * LENGTH;
const HOSTILE_RUNS = 8 * LENGTH;
const REFUSED = new Set([400, 413, 415]);
const MORE_RIGHTS = ['role', 'workspaceId', 'id', 'plan', 'userId', 'isAdministrator', 'scopes', 'isStrong'];
const SOME_ID = '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10';

jest.setTimeout(120_000 * LENGTH);

describe('Every operation that OpenAPI tells of', () => {
  let app: TestApp;
  let stored: EverythingStored;
  let client: BareClient;
  let document: OpenApi;
  let operations: Operation[];
  let caller: AlmightyCaller;

  beforeAll(async () => {
    process.stderr.write(`fast-check: seed ${SEED}, length ${LENGTH}\n`);
    app = await startTestApp();
    stored = await EverythingStored.of(app.ownerUrl);
    client = new BareClient(app.url);
    document = (await app.http<OpenApi>('GET', '/docs/openapi.json')).body;
    operations = operationsOf(document);
    caller = await AlmightyCaller.signUp(app);
    await stored.settled();
  });
  afterAll(async () => {
    client.close();
    await stored.close();
    await app.stop();
  });

  type WithBody = Operation & { readonly body: Schema };
  const withBody = () => operations.filter((one): one is WithBody => one.body !== null);
  /** What routes call the caller's own workspace, and what exists in it. */
  const own = (): Record<string, string> => ({ id: caller.workspaceId, slug: 'customer-service' });
  const pathOf = ({ path }: Operation) =>
    path.replace(/\{(\w+)\}/g, (_, name: string) => own()[name] ?? SOME_ID);
  const sendBody = async (operation: Operation, token: string, body: string) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return client.send({ method: operation.method, path: pathOf(operation), headers, body });
  };
  /** The guards' own refusals: machines' and guests' routes are closed to the mightiest person. */
  const isClosed = ({ roles }: Operation) =>
    !['public', 'signed-in', 'owner', 'admin'].some((role) => roles.includes(role));
  const isRefused = (operation: Operation, status: number) =>
    REFUSED.has(status) || (status === 403 && isClosed(operation));

  it('is known, and the caller gets as far as its form', () => {
    expect(operations.length).toBeGreaterThan(40);
    expect(withBody().length).toBeGreaterThan(15);
    expect(withBody().filter(isClosed).length).toBeLessThan(3);
  });

  it('refuses what breaks its form, and nothing is changed [A5 2.2.1]', async () => {
    await stored.settled();
    expect((await printTables(stored))['tenancy.workspaces']).toMatch(/^[1-9]/);
    const faults: string[] = [];
    for (const operation of withBody()) {
      const token = await caller.token();
      const before = await printTables(stored);
      const property = fc.asyncProperty(brokenBody(document, operation.body), async (body: BrokenBody) => {
        const answer = await sendBody(operation, token, body.text);
        const fault = faultOf(answer);
        if (fault) throw new Error(fault);
        if (!isRefused(operation, answer.status))
          throw new Error(`${body.why}, and the answer is ${answer.status}`);
      });
      faults.push(...(await faultsIn(operation, property, BROKEN_RUNS)));
      const changed = changedTables(before, await printTables(stored));
      if (changed.length > 0) faults.push(`${operation.name} has changed ${changed.join(', ')}`);
    }
    expect(faults).toEqual([]);
  });

  it('takes no field that its form does not have, so that nobody takes more rights [A5 15.3.3]', async () => {
    const token = await caller.token();
    const before = await printTables(stored);
    const faults: string[] = [];
    const ours = ({ body }: WithBody) => resolved(document, body).additionalProperties !== true;
    for (const operation of withBody().filter((one) => !isClosed(one) && ours(one))) {
      const known = Object.keys(resolved(document, operation.body).properties ?? {});
      const whole = JSON.stringify(fittingObject(document, operation.body));
      for (const name of [...MORE_RIGHTS, '__proto__', 'constructor'].filter((one) => !known.includes(one))) {
        const body = whole.replace(/\}$/, `${whole === '{}' ? '' : ','}"${name}":{"prototype":"owner"}}`);
        const { status, text } = await sendBody(operation, token, body);
        const { code, errors } = (parsed(text) ?? {}) as { code?: string; errors?: { path: string }[] };
        const isNamed = code === 'malformed_json' || errors?.some(({ path }) => path === name);
        if (status !== 400 || !isNamed)
          faults.push(`${operation.name} ${name}: ${status} ${text.slice(0, 200)}`);
      }
    }
    expect(faults).toEqual([]);
    expect(changedTables(before, await printTables(stored))).toEqual([]);
    expect(({} as { prototype?: unknown }).prototype).toBeUndefined();
  });

  it('has an answer to whatever it is sent, and it is never that something broke [A5 2.2.1 V4]', async () => {
    const faults: string[] = [];
    for (const operation of operations) {
      if (!(await caller.isStillThere())) caller = await AlmightyCaller.signUp(app);
      const requests = hostileRequest(document, operation, own());
      const property = fc.asyncProperty(requests, async (request: HostileRequest) => {
        const authorization = `Bearer ${await caller.token()}`;
        const fault = faultOf(
          await client.send({ ...request, headers: { authorization, ...request.headers } }),
        );
        if (fault) throw new Error(fault);
      });
      faults.push(...(await faultsIn(operation, property, HOSTILE_RUNS)));
    }
    expect(faults).toEqual([]);
  });
});

async function faultsIn<T>(
  { name }: Operation,
  property: fc.IAsyncProperty<[T]>,
  numRuns: number,
): Promise<string[]> {
  const result = await fc.check(property, { seed: SEED, numRuns });
  if (!result.failed) return [];
  const { counterexample, errorInstance } = result;
  const because = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return [`${name}: ${because.slice(0, 500)} <- ${JSON.stringify(counterexample).slice(0, 600)}`];
}
