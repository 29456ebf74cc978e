import { getQueueToken } from '@nestjs/bullmq';
import { type Queue } from 'bullmq';
import { Client } from 'pg';
import { uuidv7 } from '../../src/kernel/ids';
import { Samples } from '../chaos/samples';
import { eventually } from '../support/eventually';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

const BACKLOG = 150;
/** Two places in the express lane, and the one that is at work when the other workspace comes. */
const MOST_AHEAD = 3;

describe('two workspaces before one worker', () => {
  const [noisy, single] = [uuidv7(), uuidv7()];
  let knowledge: KnowledgeUnderTest;
  let queue: Queue;
  let owner: Client;

  beforeAll(async () => {
    knowledge = await startKnowledge(undefined, { ROLE: 'all', INGEST_CONCURRENCY: '1' });
    queue = knowledge.module.get<Queue>(getQueueToken('ingest'), { strict: false });
    owner = new Client({ connectionString: knowledge.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await knowledge.stop();
  });

  it('finish the one document of the one before the backlog of the other, and lose sight of none [F24 Q10 I6 I7]', async () => {
    await queue.pause();
    const samples = new Samples(owner).start();
    const texts = Array.from({ length: BACKLOG }, (_, i) => `Number ${i} of a long list.`);
    const backlog = await knowledge.ingest(noisy, ...texts);
    const dispatched = () => queue.getJobCountByTypes('prioritized', 'waiting');
    const given = await eventually(async () => {
      const jobs = await dispatched();
      expect(jobs).toBeGreaterThan(MOST_AHEAD);
      return jobs;
    });
    const [document] = await knowledge.ingest(single, 'The only one that we have.');
    await eventually(async () => expect(await dispatched()).toBe(given + 1));
    await queue.resume();
    const finished = await eventually(async () => {
      const rows = await knowledge.rows<{ id: string }>(
        `SELECT id FROM knowledge.documents WHERE status = 'ready' ORDER BY updated_at`,
      );
      expect(rows).toHaveLength(BACKLOG + 1);
      return rows.map(({ id }) => id);
    }, 25_000);
    expect(backlog).toHaveLength(BACKLOG);
    expect(finished.indexOf(document!)).toBeLessThanOrEqual(MOST_AHEAD);
    expect((await samples.stop()).filter(({ problems }) => problems.length > 0)).toEqual([]);
  });
});
