import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getQueueToken } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';
import { type Queue } from 'bullmq';
import { PurgeWorkspace } from '../../src/contexts/tenancy/commands/purge-workspace.command';
import { FindWorkspacesToPurge } from '../../src/contexts/tenancy/jobs/find-workspaces-to-purge.task';
import { Embedders } from '../../src/contexts/knowledge/domain/embedders';
import { uuidv7 } from '../../src/kernel/ids';
import { DataHolders } from '../../src/platform/data-rights/data-holders';
import { Removals } from '../../src/platform/data-rights/removals';
import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { EverythingStored, filesWith } from '../platform/everything-stored';

const CANARY = 'kanarienvogel';

interface Receipt {
  readonly detail: Record<string, number | string>;
}

describe('A workspace whose retention time is over', () => {
  let app: TestApp;
  let stored: EverythingStored;
  let kept: Account;

  beforeAll(async () => {
    app = await startTestApp();
    stored = await EverythingStored.of(app.ownerUrl);
    kept = await signUp(app, 'neighbour');
    await fill(kept, 'nachbar');
  });
  afterAll(async () => {
    await stored.close();
    await app.stop();
  });

  /** Something in every table: by use where the application can, by hand for the rest. */
  async function fill({ token, workspaceId }: Account, word: string): Promise<void> {
    await ingest(app, token, [
      { title: word, content: `The ${word} sings from nine to five every weekday.` },
    ]);
    await app.http('POST', '/agents/customer-service/run', {
      token,
      body: { message: `When does the ${word} sing?` },
      headers: { 'idempotency-key': word },
    });
    await stored.settled();
    const [member] = await stored.query<{ id: string }>(
      'SELECT user_id AS id FROM tenancy.members WHERE workspace_id = $1',
      [workspaceId],
    );
    for (const [text, ...values] of byHand(word, member!.id)) {
      await stored.query(text, [workspaceId, ...values]);
    }
    const [mail] = await stored.query<{ id: string }>(
      'SELECT id FROM platform.mails WHERE workspace_id = $1',
      [workspaceId],
    );
    const folder = join(app.runtime.settings.dataDirectory, 'mail');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `20261121T100000000Z-${mail!.id}.eml`), `To: somebody\r\n\r\n${word}`);
    const queue = app.app.get<Queue>(getQueueToken('ingest'), { strict: false });
    await queue.add('index-document', { workspaceId, note: word }, { delay: 3_600_000 });
  }

  const eventsAreDealtWith = () =>
    eventually(async () =>
      expect(
        await stored.query(`
          SELECT 1 FROM platform.outbox WHERE published_at IS NULL
          UNION ALL SELECT 1 FROM platform.deliveries WHERE state = 'pending'`),
      ).toEqual([]),
    );
  const rowsOf = async (workspaceId: string) =>
    (await stored.rows()).filter(({ text }) => text.includes(workspaceId));

  const expire = (workspaceId: string) =>
    stored.query(
      `UPDATE tenancy.workspaces SET deleted_at = now(), purge_after = now() - interval '1 s' WHERE workspace_id = $1`,
      [workspaceId],
    );

  const receiptsFor = (workspaceId: string) =>
    stored.query<Receipt>(
      `SELECT detail FROM platform.audit_entries
       WHERE workspace_id IS NULL AND action = 'tenancy.workspace_purged' AND subject_id = $1`,
      [workspaceId],
    );

  const purge = (workspaceId: string) => app.app.get(CommandBus).execute(new PurgeWorkspace(workspaceId));

  it('is purged everywhere: no table, file or queue still knows a word of it, and a neighbour loses nothing [M3 14.2.6]', async () => {
    const account = await signUp(app, CANARY);
    await fill(account, CANARY);
    const { workspaceId } = account;
    for (const { name } of app.app
      .get(DataHolders)
      .all()
      .flatMap(({ workspaceTables }) => workspaceTables)) {
      const rows = await stored.query(`SELECT 1 FROM ${name} WHERE workspace_id = $1`, [workspaceId]);
      expect({ name, isFilled: rows.length > 0 }).toEqual({ name, isFilled: true });
    }
    await eventsAreDealtWith();
    const neighbours = await rowsOf(kept.workspaceId);
    const [{ hash }] = (await stored.query<{ hash: string }>(
      `SELECT encode(hash, 'hex') AS hash FROM platform.audit_heads WHERE workspace_id = $1`,
      [workspaceId],
    )) as [{ hash: string }];

    await expire(workspaceId);
    await app.app.get(FindWorkspacesToPurge).run();
    await eventually(async () => expect(await receiptsFor(workspaceId)).toHaveLength(1), 15_000);

    // The person who signed up has the word in name and address, and is not the workspace's to delete.
    const left = (await stored.find(CANARY)).filter((row) => !row.startsWith('identity.users'));
    expect(left).toEqual([]);
    expect(filesWith(app.runtime.settings.dataDirectory, CANARY)).toEqual([]);
    expect(await rowsOf(kept.workspaceId)).toEqual(neighbours);
    const [{ detail }] = (await receiptsFor(workspaceId)) as [Receipt];
    expect(detail).toMatchObject({ 'knowledge.documents': 1, 'tenancy.members': 1, lastHash: hash });
    expect(filesWith(app.runtime.settings.dataDirectory, 'nachbar')).toHaveLength(1);
  });

  it('is purged exactly once however often the work is killed, with nothing counted twice or left out', async () => {
    const account = await signUp(app, 'phoenix');
    await fill(account, 'feuervogel');
    const { workspaceId } = account;
    const tables = app.app
      .get(DataHolders)
      .all()
      .flatMap(({ workspaceTables }) => workspaceTables);
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      counts[name] = (
        await stored.query(`SELECT 1 FROM ${name} WHERE workspace_id = $1`, [workspaceId])
      ).length;
    }
    delete counts['tenancy.workspaces'];
    await expire(workspaceId);
    const removals = app.app.get(Removals);
    const removeTable = removals.removeTable.bind(removals);
    for (let survived = 0; survived <= tables.length; survived++) {
      let calls = 0;
      const killed = jest.spyOn(removals, 'removeTable').mockImplementation(async (...of) => {
        if (calls++ === survived) throw new Error('killed');
        return removeTable(...of);
      });
      await purge(workspaceId).catch((error: Error) => expect(error.message).toBe('killed'));
      killed.mockRestore();
    }
    await purge(workspaceId);
    const receipts = await receiptsFor(workspaceId);
    expect(receipts).toHaveLength(1);
    expect(receipts[0]!.detail).toEqual({ ...counts, lastHash: expect.any(String) as string });
    expect(await stored.query('SELECT 1 FROM platform.removed_rows')).toEqual([]);
  });

  it('is left alone while it lives, and until its time is over', async () => {
    const { workspaceId } = await signUp(app, 'early');
    await eventsAreDealtWith();
    const before = await rowsOf(workspaceId);
    await purge(workspaceId);
    expect(await rowsOf(workspaceId)).toEqual(before);
    await stored.query(
      `UPDATE tenancy.workspaces SET deleted_at = now(), purge_after = now() + interval '1 min' WHERE workspace_id = $1`,
      [workspaceId],
    );
    await purge(workspaceId);
    expect((await rowsOf(workspaceId)).length).toBeGreaterThan(before.length - 1);
    expect(await receiptsFor(workspaceId)).toEqual([]);
  });

  it('cannot be given back a document that was being indexed when it was purged [M3 TE-25]', async () => {
    const { token, workspaceId } = await signUp(app, 'busy');
    const embedders = app.app.get(Embedders, { strict: false });
    const embedder = embedders.find(embedders.defaultModel)!;
    const embed = embedder.embed.bind(embedder);
    let goOn: () => void = () => undefined;
    const purged = new Promise<void>((resolve) => (goOn = resolve));
    const slow = jest.spyOn(embedder, 'embed').mockImplementation((...of) => purged.then(() => embed(...of)));
    const documents = [{ title: 'Slow', content: 'This one takes its time to be understood.' }];
    await app.http('POST', '/agents/customer-service/ingest', { token, body: { documents } });
    await eventually(() => expect(slow).toHaveBeenCalled());
    await expire(workspaceId);
    await purge(workspaceId);
    goOn();
    slow.mockRestore();
    const queue = app.app.get<Queue>(getQueueToken('ingest'), { strict: false });
    await eventually(async () => expect(await queue.getActiveCount()).toBe(0));
    const left = await rowsOf(workspaceId);
    const knowing = new Set(left.map(({ table }) => table).filter((table) => table.startsWith('knowledge.')));
    expect(knowing).toEqual(new Set());
  });

  it('can be restored until then, and by no clock afterwards', async () => {
    const { workspaceId } = await signUp(app, 'sorry');
    await expire(workspaceId);
    const removals = app.app.get(Removals);
    const killed = jest.spyOn(removals, 'removeTable').mockRejectedValue(new Error('killed'));
    await expect(purge(workspaceId)).rejects.toThrow('killed');
    killed.mockRestore();
    const [claimed] = await stored.query<{ never: boolean }>(
      `SELECT purge_after = '-infinity' AS never FROM tenancy.workspaces WHERE workspace_id = $1`,
      [workspaceId],
    );
    expect(claimed).toEqual({ never: true });
    await app.app.get(FindWorkspacesToPurge).run();
    await eventually(async () => expect(await receiptsFor(workspaceId)).toHaveLength(1), 15_000);
  });

  it('is swept again later, for what somebody was still writing when it was purged', async () => {
    const { workspaceId } = await signUp(app, 'late');
    await expire(workspaceId);
    await purge(workspaceId);
    await stored.query(
      `INSERT INTO knowledge.ingestions (workspace_id, id, total, skipped) VALUES ($1, $2, 1, 0)`,
      [workspaceId, uuidv7()],
    );
    await stored.query(`UPDATE tenancy.purges SET completed_at = now() - interval '16 min' WHERE id = $1`, [
      workspaceId,
    ]);
    await app.app.get(FindWorkspacesToPurge).run();
    await eventually(async () => expect(await receiptsFor(workspaceId)).toHaveLength(2), 15_000);
    expect((await receiptsFor(workspaceId))[1]!.detail).toMatchObject({ 'knowledge.ingestions': 1 });
  });
});

type Insert = readonly [text: string, ...values: unknown[]];

/** The workspace is $1. */
function byHand(word: string, userId: string): readonly Insert[] {
  const [id, other] = [uuidv7(), uuidv7()];
  return [
    [
      `INSERT INTO tenancy.invites (workspace_id, id, link_id, email, role, invited_by, created_at, expires_at)
       VALUES ($1, $2, $3, $4, 'member', $5, now(), now() + interval '1 day')`,
      id,
      other,
      `${word}@example.org`,
      userId,
    ],
    [
      `INSERT INTO tenancy.intakes (workspace_id, answers, configuration, submitted_by, submitted_at)
       VALUES ($1, $2, '{}', $3, now())`,
      JSON.stringify({ word }),
      userId,
    ],
    [
      `INSERT INTO tenancy.grants (workspace_id, id, user_id, resource_kind, resource_id, created_at)
       VALUES ($1, $2, $3, 'event', $2, now())`,
      id,
      userId,
    ],
    [
      `INSERT INTO tenancy.partnerships (workspace_id, id, venue_id, vendor_id, created_at)
       VALUES ($1, $2, $2, $2, now())`,
      id,
    ],
    [
      `INSERT INTO identity.api_keys (id, workspace_id, name, role, scopes, digest, created_by, created_at)
       VALUES ($2, $1, $3, 'agent', '{agents:run}', $4, $5, now())`,
      id,
      word,
      Buffer.from(word),
      userId,
    ],
    [`INSERT INTO knowledge.settings (workspace_id, chunking) VALUES ($1, $2)`, JSON.stringify({ word })],
    [
      `INSERT INTO knowledge.files (workspace_id, id, document_id, name, media_type, bytes, sha256, content)
       SELECT workspace_id, $2, id, $3, 'text/plain', 1, $4, $4 FROM knowledge.documents WHERE workspace_id = $1`,
      id,
      `${word}.txt`,
      Buffer.from(word),
    ],
    [
      `INSERT INTO knowledge.reindexings (workspace_id, id, from_model, to_model, flips, status, finished_at, lease_until)
       VALUES ($1, $2, $3, $3, 'automatically', 'flipped', now(), NULL)`,
      id,
      word,
    ],
    [
      `INSERT INTO knowledge.training_sets (workspace_id, id, name, examples, total, skipped, content_hash)
       VALUES ($1, $2, $3, '[]', 0, 0, $4)`,
      id,
      word,
      Buffer.from(word),
    ],
    [
      `INSERT INTO knowledge.fine_tunings (workspace_id, id, training_set_id, base_model, status)
       VALUES ($1, $2, $2, $3, 'failed')`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.agents (workspace_id, id, slug, active_version, latest_version)
       VALUES ($1, $2, $3, 1, 1)`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.agent_versions (workspace_id, id, slug, version, profile)
       VALUES ($1, $2, $3, 1, '{}')`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.canaries (workspace_id, id, slug, version, against_version, percent, status, started_at)
       VALUES ($1, $2, $3, 1, 0, 10, 'ended', now())`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.summaries (workspace_id, conversation_id, summary, until_message, updated_at)
       VALUES ($1, $2, $3, $2, now())`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.run_events (workspace_id, run_id, first, last, events)
       VALUES ($1, $2, 1, 1, jsonb_build_array($3::text))`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.tasks (workspace_id, id, kind, title, description) VALUES ($1, $2, 'ticket', $3, $3)`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.tool_calls (workspace_id, run_id, step, arguments_hash, tool, effect, input, effect_id, status)
       VALUES ($1, $2, 1, $4, $3, 'read', '{}', $2, 'done')`,
      id,
      word,
      Buffer.from(word),
    ],
    [
      `INSERT INTO agent.approvals (workspace_id, id, run_id, step, arguments_hash, conversation_id, agent, tool, effect,
         reason, input, status, expires_at)
       VALUES ($1, $2, $2, 1, $4, $2, 'customer-service', $3, 'write', 'tool', '{}', 'expired', now())`,
      id,
      word,
      Buffer.from(word),
    ],
    [
      `INSERT INTO agent.http_tools (workspace_id, id, name, description, method, url, input_schema, allowed_hosts,
         requires_approval, timeout_ms)
       VALUES ($1, $2, $3, $3, 'GET', $3, '{}', '{}', false, 1000)`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.eval_datasets (workspace_id, id, name, version, cases, total)
       VALUES ($1, $2, $3, 1, '[]', 0)`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.eval_runs (workspace_id, id, dataset_id, agent, agent_version, threshold, status, total)
       VALUES ($1, $2, $2, $3, 0, 0.8, 'completed', 0)`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.eval_results (workspace_id, run_id, ordinal, id, input, outcome)
       VALUES ($1, $2, 1, $2, $3, '{}')`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.forms (workspace_id, id, conversation_id, run_id, agent, title, fields, submission_id, made_at, expires_at)
       VALUES ($1, $2, $2, $2, 'customer-service', $3, '[]', $2, now(), now())`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.form_submissions (workspace_id, id, form_id, answers, submitted_at, due_at, handed_back_at)
       VALUES ($1, $2, $2, $3, now(), now(), now())`,
      id,
      JSON.stringify({ word }),
    ],
    [
      `INSERT INTO agent.form_files (workspace_id, form_id, field, name, media_type, content, created_at)
       VALUES ($1, $2, 'photo', $3, 'text/plain', $4, now())`,
      id,
      `${word}.txt`,
      Buffer.from(word),
    ],
    [
      `INSERT INTO agent.simulation_runs (workspace_id, id, agent, seed, faults, rate_per_minute, customers, status, total)
       VALUES ($1, $2, $3, 1, '{}', 60, '[]', 'completed', 1)`,
      id,
      word,
    ],
    [
      `INSERT INTO agent.simulation_deliveries (workspace_id, run_id, ordinal, customer, message, turn_id,
         conversation_id, content, fate, due_at)
       VALUES ($1, $2, 1, 0, 0, $2, $2, $3, 'lost', now())`,
      id,
      word,
    ],
    [
      `INSERT INTO channels.channels (workspace_id, id, kind, name, agent, idle_minutes, credential_names, credentials)
       VALUES ($1, $2, 'telegram', $3, 'customer-service', 30, '{}', $4)`,
      id,
      word,
      Buffer.from(word),
    ],
    [
      `INSERT INTO channels.inbox (workspace_id, id, channel_id, kind, source, provider_message_id, sender, thread, text,
         occurred_at, received_at, due_at, status, outcome)
       VALUES ($1, $2, $2, 'telegram', $3, $3, $3, $3, $3, now(), now(), now(), 'handled', 'answered')`,
      id,
      word,
    ],
    [
      `INSERT INTO channels.sessions (workspace_id, source, thread, conversation_id, started_at, last_activity_at, expires_at)
       VALUES ($1, $3, $3, $2, now(), now(), now())`,
      id,
      word,
    ],
    [
      `INSERT INTO channels.outbound (workspace_id, id, channel_id, thread, reply_id, part, text, status, due_at, created_at)
       VALUES ($1, $2, $2, $3, $2, 0, $3, 'sent', now(), now())`,
      id,
      word,
    ],
    [
      `INSERT INTO platform.mails (id, workspace_id, kind, recipient, params, sent_at)
       VALUES ($2, $1, 'note', $3, $4, now())`,
      id,
      `${word}@example.org`,
      JSON.stringify({ word }),
    ],
    [
      `INSERT INTO platform.webhook_deliveries (id, workspace_id, url, type, payload, status)
       VALUES ($2, $1, 'https://example.org/', 'note', $3, 'failed')`,
      id,
      JSON.stringify({ word }),
    ],
    [`INSERT INTO platform.webhook_secrets (workspace_id, generation, rotated_at) VALUES ($1, 2, now())`],
    [
      `INSERT INTO platform.dead_letters (id, workspace_id, source, name, subject_id, event_type, payload, error_class,
         error, attempts, first_failed_at, last_failed_at)
       VALUES ($2, $1, 'queue', 'ingest', $2, 'x', '{}', 'Error', $3, 1, now(), now())`,
      id,
      word,
    ],
    [
      `INSERT INTO platform.exports (id, workspace_id, user_id, status) VALUES ($2, $1, $3, 'ready')`,
      id,
      userId,
    ],
    [
      `INSERT INTO platform.export_parts (export_id, ordinal, workspace_id, user_id, bytes) VALUES ($2, 0, $1, $3, $4)`,
      id,
      userId,
      Buffer.from(word),
    ],
  ];
}
