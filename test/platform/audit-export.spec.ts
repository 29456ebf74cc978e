import { exported } from '../../src/platform/audit/audit-export';
import { type AuditRow } from '../../src/platform/audit/audit-row';

const ROW: AuditRow = {
  id: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10',
  workspace_id: null,
  seq: '7',
  occurred_at: new Date('2026-11-21T10:00:00.123Z'),
  micros: '1795255200123456',
  action: 'test.done',
  outcome: 'done',
  actor_kind: 'system',
  actor_id: null,
  subject_kind: null,
  subject_id: null,
  detail: { a: 1 },
  detail_text: '{"a": 1}',
  address: null,
  request_id: null,
  count: 1,
  previous_hash: null,
  hash: Buffer.from('00ff', 'hex'),
};

async function textOf(rows: readonly AuditRow[], format: 'csv' | 'jsonl'): Promise<string> {
  async function* pages() {
    for (const row of rows) yield await Promise.resolve([row]);
  }
  let text = '';
  for await (const part of exported(pages(), format)) text += part;
  return text;
}

describe('the exported audit log', () => {
  it('quotes what holds a comma, a quote or a line break, and leaves nothing out', async () => {
    const [, line] = (await textOf([{ ...ROW, subject_id: 'a,"b"' }], 'csv')).split('\r\n');
    expect(line).toBe(
      '7,2026-11-21T10:00:00.123456Z,test.done,done,system,,,"a,""b""","{""a"": 1}",,,1,' +
        '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10,,,00ff',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
    'gives a spreadsheet no formula: %j [ASVS 1.2.10]',
    async (text) => {
      const csv = await textOf([{ ...ROW, request_id: text }], 'csv');
      expect(csv).toContain(`'${text}`);
      expect(csv).not.toContain(`,${text}`);
    },
  );

  it('has a line of JSON for each entry, with the detail to the letter', async () => {
    const lines = (await textOf([ROW, ROW], 'jsonl')).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('"detail":{"a": 1}');
    expect(JSON.parse(lines[0]!)).toMatchObject({
      seq: 7,
      occurredAt: '2026-11-21T10:00:00.123456Z',
      hash: '00ff',
    });
  });

  it('of nothing is the head of a table, or empty', async () => {
    expect((await textOf([], 'csv')).trim().split(',')).toHaveLength(16);
    expect(await textOf([], 'jsonl')).toBe('');
  });
});
