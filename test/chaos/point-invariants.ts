import { type Client } from 'pg';
import { type FakeQdrant } from '../support/fake-qdrant/fake-qdrant';
import { type Invariant } from './invariants';

interface LiveChunk {
  readonly id: string;
  readonly workspaceId: string;
}

/** What stands in the index apart, against what is live in the database. */
export async function checkPoints(owner: Client, qdrant: FakeQdrant): Promise<Invariant> {
  const { rows } = await owner.query<LiveChunk>(`
    SELECT c.id, c.workspace_id AS "workspaceId" FROM knowledge.chunks AS c
    JOIN knowledge.documents AS d ON d.id = c.document_id AND d.live_version = c.version
    WHERE d.deleted_at IS NULL`);
  const points = [...qdrant.collections.values()].flatMap((collection) => [...collection.points.values()]);
  const workspaceOf = new Map(points.map(({ id, payload }) => [id, payload.workspace_id]));
  const live = new Set(rows.map(({ id }) => id));
  return {
    name: 'I2, I4, I5 points: one for every live chunk, in its workspace, and none besides',
    problems: [
      ...rows
        .filter(({ id, workspaceId }) => workspaceOf.get(id) !== workspaceId)
        .map(({ id }) => `no point of its workspace for chunk ${id}`),
      ...points.filter(({ id }) => !live.has(id)).map(({ id }) => `point ${id} of nothing live`),
    ],
  };
}
