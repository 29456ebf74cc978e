import { type AppClient } from '../bench/app-client';
import { type HandedIn } from './handed-in';

/** A workspace that takes part in a run, and what it hands in. */
export interface Tenant {
  readonly name: string;
  readonly user: AppClient;
  readonly documents: readonly HandedIn[];
}

const AT_ONCE = 4;

/** What each document is found by: in its own workspace, and in none other. A deleted one is found nowhere. */
export async function searchProblems(
  tenants: readonly Tenant[],
  isExpected: (document: HandedIn) => boolean,
): Promise<string[]> {
  const questions = tenants.flatMap((owner) =>
    owner.documents
      .filter(({ isHopeless }) => !isHopeless)
      .flatMap((document) => tenants.map((asking) => ({ owner, asking, document }))),
  );
  const problems: string[] = [];
  const next = questions.values();
  const ask = async (): Promise<void> => {
    for (const { owner, asking, document } of next) {
      const shouldFind = owner === asking && isExpected(document);
      const hits = await asking.user.search(document.marker);
      const isFound = hits.some(({ title, text }) => `${title} ${text}`.includes(document.marker));
      if (isFound !== shouldFind)
        problems.push(
          `${asking.name} ${isFound ? 'finds' : 'does not find'} ${document.title} of ${owner.name}`,
        );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return problems;
}
