import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createArchive } from '../../src/platform/data-rights/archive';
import { cut } from '../../src/platform/data-rights/cut';
import { parseDataJob } from '../../src/platform/data-rights/data-job';
import { MailFiles } from '../../src/platform/data-rights/mail-files';
import { patternsOf } from '../../src/platform/data-rights/needles';
import { pageOfRows, removeRows } from '../../src/platform/data-rights/table-statements';
import { uuidv7 } from '../../src/kernel/ids';
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

describe('what is looked for of a person', () => {
  const isMentioned = (email: string, text: string) =>
    patternsOf({ id: uuidv7(), email }).some((pattern) => new RegExp(pattern, 'i').test(text));

  it.each([
    '550 <ann@example.com> unknown',
    'Mail to ANN@example.com.',
    '"ann@example.com"',
    'ann@example.com',
    String.raw`{"text":"Hello\nann@example.com\n"}`,
    "address='ann@example.com'",
  ])('is their address, in %j', (text) => {
    expect(isMentioned('ann@example.com', text)).toBe(true);
  });

  it.each([
    'joann@example.com',
    'jo.ann@example.com',
    'jo+ann@example.com',
    'jo-ann@example.com',
    "jo'ann@example.com",
    'ann@example.com.au',
    'ann@example.community',
    'ann@example-com',
    'annXexample.com',
  ])('is not somebody else’s, in %j', (text) => {
    expect(isMentioned('ann@example.com', text)).toBe(false);
  });

  it('is taken literally', () => {
    expect(isMentioned('a+b.c@example.com', 'a+b.c@example.com')).toBe(true);
    expect(isMentioned('a+b.c@example.com', 'aab.c@example.com')).toBe(false);
    expect(isMentioned('.*@example.com', 'ann@example.com')).toBe(false);
  });
});

describe('mails that lie in files', () => {
  it('are kept no longer than what says which workspace they belong to', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'parley-mails-'));
    const folder = join(dataDirectory, 'mail');
    mkdirSync(folder);
    const [old, fresh] = ['20261021T095959999Z', '20261021T100000000Z'].map(
      (time) => `${time}-${uuidv7()}.eml`,
    );
    for (const file of [old!, fresh!, 'notes.txt']) writeFileSync(join(folder, file), 'To: somebody');
    const files = new MailFiles(undefined as never, { dataDirectory } as never);
    await files.removeBefore(new Date('2026-10-21T10:00:00.000Z'));
    expect(readdirSync(folder)).toEqual([fresh, 'notes.txt']);
    rmSync(dataDirectory, { recursive: true });
  });
});
