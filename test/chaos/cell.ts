import { setTimeout as sleep } from 'node:timers/promises';
import { describePlan, type FaultPlan } from './fault-plan';
import { type Invariant } from './invariants';
import { checkPoints } from './point-invariants';
import { checkRows } from './row-invariants';
import { Samples } from './samples';
import { searchProblems } from './tenant';
import { Trial, type TrialOptions } from './trial';

export interface CellOptions extends TrialOptions {
  /** One after the other, each as soon as everything that it did is over; those of one list at once. */
  readonly faults: readonly (readonly FaultPlan[])[];
  readonly alsoCheck?: (trial: Trial) => Promise<Invariant>;
}

const DRAIN_TIMEOUT_MS = 150_000;
const POLL_MS = 100;
/** What a parser's death is taken for: the document's own doing, and said so. */
const PARSER_FAILURES = ['parser_out_of_memory', 'parser_crashed'];

interface Outcome {
  readonly title: string;
  readonly status: string;
  readonly code: string | null;
}

/** Hands documents in, lets the faults happen, waits until all is done, and looks at what is left. */
export async function runCell(options: CellOptions): Promise<Invariant[]> {
  const trial = await Trial.open(options);
  const samples = new Samples(trial.owner).start();
  try {
    await Promise.all([haveFaults(trial, options.faults), trial.handInEverything()]);
    await drain(trial);
    await trial.app.isUp();
    return [...(await check(trial, options)), ...(await samples.stop())];
  } finally {
    await samples.stop();
    await trial.close();
  }
}

async function check(trial: Trial, { faults, alsoCheck }: CellOptions): Promise<Invariant[]> {
  // Before the searches, whose questions are embedded too.
  const texts = trial.model.embeddedTexts.flat();
  return [
    {
      name: 'every fault happened, and the process died of nothing else',
      problems: missingFaults(trial, faults.flat()),
    },
    { name: 'I1 no loss: every document is ready, or has failed as it should', problems: await lost(trial) },
    ...(await checkRows(trial.owner)),
    {
      name: 'I2 once: no text was paid for more often than something broke',
      problems: overpaid(trial, texts),
    },
    { name: 'I4, I5 found by its own workspace alone, deleted by none', problems: await misfound(trial) },
    ...(trial.qdrant ? [await checkPoints(trial.owner, trial.qdrant)] : []),
    ...(alsoCheck ? [await alsoCheck(trial)] : []),
  ];
}

async function haveFaults({ app }: Trial, faults: CellOptions['faults']): Promise<void> {
  let expected = 0;
  for (const plans of faults) {
    app.arm(plans);
    expected += plans.length;
    await until(() => Promise.resolve(app.happened.length >= expected));
    const kills = app.happened.filter(({ action }) => action === 'kill').length;
    await until(() => Promise.resolve(app.kills >= kills));
    await app.isUp();
  }
}

/** The settled state of documents and events; what cannot be reached by then is told by the invariants. */
async function drain({ owner, tenants, refusals }: Trial): Promise<void> {
  const expected = tenants.flatMap(({ documents }) => documents).length - refusals.size;
  await until(async () => {
    const { rows } = await owner.query<{ settled: number; undelivered: number }>(
      `SELECT (SELECT count(*)::int FROM knowledge.documents
         WHERE status IN ('ready', 'failed') OR deleted_at IS NOT NULL) AS settled,
       (SELECT count(*)::int FROM platform.deliveries WHERE state = 'pending') AS undelivered`,
    );
    return rows[0]!.settled >= expected && rows[0]!.undelivered === 0;
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DRAIN_TIMEOUT_MS;
  while (!(await isSo()) && Date.now() < deadline) await sleep(POLL_MS);
}

function missingFaults({ app }: Trial, plans: readonly FaultPlan[]): string[] {
  const seen = new Set(app.happened.map(describePlan));
  const deaths = app.kills - app.happened.filter(({ action }) => action === 'kill').length;
  return [
    ...app.problems,
    ...plans.map(describePlan).filter((plan) => !seen.has(plan)),
    ...(deaths === 0 ? [] : [`it died ${deaths} times more often than it was killed`]),
  ];
}

async function lost(trial: Trial): Promise<string[]> {
  const { rows } = await trial.owner.query<Outcome>(
    `SELECT title, status, error ->> 'code' AS code FROM knowledge.documents WHERE deleted_at IS NULL`,
  );
  return trial.tenants
    .flatMap(({ documents }) => documents)
    .flatMap(({ title, isHopeless }) => {
      const found = rows.filter((row) => row.title === title);
      if (trial.isDeleted(title) || trial.refusals.has(title))
        return found.length > 0 ? [`${title} is there although it was deleted or refused`] : [];
      if (found.length !== 1) return [`${title} is there ${found.length} times`];
      const { status, code } = found[0]!;
      const isBlamed = PARSER_FAILURES.includes(code ?? '') && hasKilledParsers(trial);
      const isRight = isHopeless ? status === 'failed' : status === 'ready' || isBlamed;
      return isRight ? [] : [`${title} is ${status}, ${code}`];
    });
}

const hasKilledParsers = ({ app }: Trial): boolean => app.happened.some(({ point }) => point === 'K6');

function overpaid({ app }: Trial, texts: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  const most = 1 + app.happened.length;
  return [...times]
    .filter(([, count]) => count > most)
    .map(([text, count]) => `${count} times: ${text.slice(0, 40)}`);
}

async function misfound(trial: Trial): Promise<string[]> {
  const { rows } = await trial.owner.query<{ title: string }>(
    `SELECT title FROM knowledge.documents WHERE status = 'ready' AND deleted_at IS NULL`,
  );
  const ready = new Set(rows.map(({ title }) => title));
  return searchProblems(trial.tenants, ({ title }) => ready.has(title));
}
