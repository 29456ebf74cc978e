import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { createArchive } from '../../src/platform/data-rights/archive';
import { cut } from '../../src/platform/data-rights/cut';
import { parseDataJob } from '../../src/platform/data-rights/data-job';
import { pageOfRows, removeRows } from '../../src/platform/data-rights/table-statements';
import { entriesOf } from '../support/zip';

async function* from<T>(...items: T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

async function* failing(): AsyncGenerator<string> {
  yield await Promise.resolve('{"id":1}');
  throw new Error('the database went away');
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) taken.push(item);
  return taken;
}

describe('cutting a stream into parts', () => {
  it.each([
    [[1, 1, 1], 2, [2, 1]],
    [[5], 2, [2, 2, 1]],
    [[2, 2], 2, [2, 2]],
    [[3, 0, 4], 3, [3, 3, 1]],
    [[], 2, []],
  ])('makes of %j in parts of %i bytes %j', async (sizes, bytes, expected) => {
    const chunks = sizes.map((size, i) => Buffer.alloc(size, i + 1));
    const parts = await all(cut(from(...chunks), bytes));
    expect(parts.map(({ length }) => length)).toEqual(expected);
    expect(Buffer.concat(parts)).toEqual(Buffer.concat(chunks));
  });
});

describe('an archive', () => {
  const archive = () =>
    createArchive(
      [
        {
          name: 'knowledge/documents.json',
          rows: () => from('{"id":1,"title":"Öffnungszeiten"}', '{"id":2}'),
        },
        { name: 'agent/runs.json', rows: () => from() },
      ],
      { exportId: 'e' },
    );

  it('holds each table as a list, and a manifest that counts and fingerprints them', async () => {
    const files = await entriesOf(await buffer(archive()));
    expect(JSON.parse(files['knowledge/documents.json']!)).toEqual([
      { id: 1, title: 'Öffnungszeiten' },
      { id: 2 },
    ]);
    expect(JSON.parse(files['agent/runs.json']!)).toEqual([]);
    const sha256 = (name: string) => createHash('sha256').update(files[name]!).digest('hex');
    expect(JSON.parse(files['manifest.json']!)).toEqual({
      exportId: 'e',
      files: [
        { name: 'knowledge/documents.json', rows: 2, sha256: sha256('knowledge/documents.json') },
        { name: 'agent/runs.json', rows: 0, sha256: sha256('agent/runs.json') },
      ],
    });
  });

  it('fails as a whole when one of its files does, instead of leaving something out', async () => {
    const broken = createArchive([{ name: 'a.json', rows: failing }], {});
    await expect(buffer(broken)).rejects.toThrow('the database went away');
  });
});

describe('statements over listed tables', () => {
  it.each(['knowledge.documents; DROP TABLE x', 'knowledge."x"', 'Knowledge.x', ''])(
    'are not made for the name %j',
    (name) => {
      expect(() => removeRows({ name, key: ['id'] }, 'w', 'r', 1)).toThrow('is not a name of the database');
    },
  );

  it('carry every value as a parameter', () => {
    const table = { name: 'agent.runs', key: ['id'], exported: ['reply_id'] };
    const { text, values } = pageOfRows(
      table,
      { column: 'workspace_id', id: 'the workspace' },
      ['the place'],
      7,
    );
    expect(values).toEqual(['the workspace', 7, 'the place']);
    expect(text).toContain('"reply_id" AS "replyId"');
    expect(text).not.toMatch(/the workspace|the place/);
  });
});

describe('a job on data', () => {
  it('is refused for good when it does not say what it is about', () => {
    expect(() => parseDataJob({ subjectId: 'x' })).toThrow('This is not a job on data.');
    expect(() => parseDataJob(null)).toThrow('This is not a job on data.');
  });
});
