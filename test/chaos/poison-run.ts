import { makeBombs, type Bomb } from './bombs';
import { runCell } from './cell';
import { type Invariant } from './invariants';
import { type Trial } from './trial';

const GOOD_DOCUMENTS = 20;
/** Enough for a parser to find out for itself what it was given. */
const DEADLINE_SECONDS = 180;

/** One of each bomb among good documents: the process lives on, and everybody else's documents are ready. */
export async function runPoison(databaseUrl: string): Promise<Invariant[]> {
  const bombs = await makeBombs();
  return runCell({
    databaseUrl,
    documents: GOOD_DOCUMENTS,
    more: bombs,
    deadlineSeconds: DEADLINE_SECONDS,
    faults: [],
    alsoCheck: (trial) => checkCauses(trial, bombs),
  });
}

/** What a look at the file tells is refused at the door; the rest fails, with a letter of the same cause. */
async function checkCauses({ owner, refusals }: Trial, bombs: readonly Bomb[]): Promise<Invariant> {
  const { rows } = await owner.query<{ title: string; code: string | null; letter: string | null }>(
    `SELECT d.title, d.error ->> 'code' AS code, l.error_code AS letter
     FROM knowledge.documents AS d LEFT JOIN platform.dead_letters AS l ON l.subject_id = d.id AND l.status = 'open'
     WHERE d.title = ANY ($1)`,
    [bombs.map(({ title }) => title)],
  );
  const problems = bombs.flatMap(({ title, refusedAs }) => {
    const refused = refusals.get(title) ?? null;
    const { code, letter } = rows.find((row) => row.title === title) ?? { code: refused, letter: refused };
    const isTyped = code !== null && code === letter && refusedAs.includes(code);
    return isTyped
      ? []
      : [`${title} failed as ${code}, its letter says ${letter}; ${refusedAs.join(' or ')}`];
  });
  return { name: 'every bomb is refused, or failed, for what it is, and its letter says so', problems };
}
