import { Client } from 'pg';
import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { FakeTelegram } from '../support/fake-telegram';
import { seeAllWorkspaces } from '../support/see-all-workspaces';

const SECRET = 'a-secret-word_for-telegram';

describe('A Telegram channel', () => {
  let app: TestApp;
  let telegram: FakeTelegram;
  let shop: Account;
  let channelId: string;
  let owner: Client;
  let nextChat = 1;

  beforeAll(async () => {
    telegram = await FakeTelegram.start();
    app = await startTestApp({
      CHANNEL_API_TELEGRAM_URL: telegram.url,
      OUTBOUND_ALLOWED_HOSTS: telegram.host,
      CHANNEL_BACKOFF_MS: '20',
    });
    owner = new Client({ connectionString: app.ownerUrl });
    await owner.connect();
    await seeAllWorkspaces(owner);
    shop = await signUp(app, 'shop');
    await ingest(app, shop.token, [
      { title: 'Returns', content: 'You can return goods within 30 days of delivery.' },
      { title: 'Prices', content: 'Our margin is 40 percent.', access: ['role:member'] },
    ]);
    channelId = await open('Support bot');
  });
  afterAll(async () => {
    await owner.end();
    await app.stop();
    await telegram.stop();
  });

  async function open(name: string, token = shop.token): Promise<string> {
    const credentials = { botToken: telegram.botToken, secretToken: SECRET };
    const body = { kind: 'telegram', name, agent: 'customer-service', credentials };
    const { status, body: channel } = await app.http<{ id: string }>('POST', '/channels', { token, body });
    expect(status).toBe(201);
    return channel.id;
  }

  const deliver = (update: object, headers: Record<string, string> = {}, id = channelId) =>
    app.http('POST', `/channels/${id}/webhook`, {
      body: update,
      headers: { 'x-telegram-bot-api-secret-token': SECRET, ...headers },
    });
  const count = async (text: string, values: unknown[]) =>
    Number((await owner.query<{ n: string }>(`SELECT count(*) AS n FROM ${text}`, values)).rows[0]!.n);
  const repliesTo = (chat: number, most: number) =>
    eventually(() => {
      const texts = telegram.textsTo(chat);
      expect(texts).toHaveLength(most);
      return texts;
    }, 15_000);

  it('carries a whole conversation: question, answer, follow-up, from documents for everybody only [CH-11 CH-13 CH-15 CH-21]', async () => {
    const chat = nextChat++;
    await deliver(telegram.update(chat, 'Within how many days can I return goods?'));
    const [first] = await repliesTo(chat, 1);
    expect(first).toContain('30 days');
    await deliver(telegram.update(chat, 'What percent is your margin?'));
    const [, second] = await repliesTo(chat, 2);
    expect(second).not.toContain('40');
    const { body } = await app.http<{ data: { channel: string; id: string }[] }>('GET', '/conversations', {
      token: shop.token,
    });
    expect(body.data.filter(({ channel }) => channel === 'telegram')).toHaveLength(1);
    const messages = await app.http<{ data: { role: string }[] }>(
      'GET',
      `/conversations/${body.data[0]!.id}/messages`,
      { token: shop.token },
    );
    expect(messages.body.data.map(({ role }) => role).reverse()).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
  });

  it('has one message, one run and one reply of an update delivered 100 times at once and again days later [I8 W6 W7 W11 CH-04]', async () => {
    const chat = nextChat++;
    const update = telegram.update(chat, 'Can I return goods after delivery?');
    const answers = await Promise.all(Array.from({ length: 100 }, () => deliver(update)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await repliesTo(chat, 1);
    await owner.query(
      `UPDATE channels.inbox SET received_at = received_at - interval '3 days', handled_at = handled_at - interval '3 days'
       WHERE thread = $1`,
      [String(chat)],
    );
    expect((await deliver(update)).status).toBe(200);
    const another = telegram.update(chat, 'And after 40 days?');
    await deliver(another);
    await repliesTo(chat, 2);
    const { rows } = await owner.query<{ id: string }>(
      'SELECT id FROM channels.inbox WHERE thread = $1 ORDER BY id',
      [String(chat)],
    );
    expect(rows).toHaveLength(2);
    const [{ id }] = rows as [{ id: string }];
    expect(await count('conversation.messages WHERE id = $1', [id])).toBe(1);
    expect(await count('agent.runs WHERE id = $1', [id])).toBe(1);
    expect(await count('channels.outbound WHERE thread = $1', [String(chat)])).toBe(2);
  });

  it('refuses a wrong, missing or doubled secret, and a channel that does not exist, in the same words, and keeps nothing [W2 W5 W11 CH-24]', async () => {
    const chat = nextChat++;
    const update = telegram.update(chat, 'Hello?');
    const refused = [
      await deliver(update, { 'x-telegram-bot-api-secret-token': `${SECRET}x` }),
      await deliver(update, { 'x-telegram-bot-api-secret-token': '' }),
      await deliver(update, {}, '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10'),
      await deliver(update, {}, 'no-such-thing'),
    ];
    for (const { status, body } of refused) {
      expect({ status, code: body.code, detail: body.detail }).toEqual({
        status: 401,
        code: 'webhook_refused',
        detail: refused[0]!.body.detail,
      });
    }
    expect(await count('channels.inbox WHERE thread = $1', [String(chat)])).toBe(0);
    await eventually(async () =>
      expect(
        await count(
          `platform.audit_entries WHERE detail->>'code' = 'webhook_refused' AND outcome = 'denied'`,
          [],
        ),
      ).toBeGreaterThan(0),
    );
  });

  it('opens to the new secret and the one before it during a rotation, and to the new one alone afterwards [W4 CH-24]', async () => {
    const id = await open('Rotating bot');
    const patch = (body: object) => app.http('PATCH', `/channels/${id}`, { token: shop.token, body });
    const changed = await patch({ credentials: { secretToken: 'the-next-one' } });
    expect(changed.body.credentials).toContainEqual({ name: 'secretToken', isRotating: true });
    const by = async (secret: string) =>
      (await deliver(telegram.update(900, '/status'), { 'x-telegram-bot-api-secret-token': secret }, id))
        .status;
    expect([await by(SECRET), await by('the-next-one'), await by('a-third-one')]).toEqual([200, 200, 401]);
    await patch({ dropFormerSecrets: true });
    expect([await by(SECRET), await by('the-next-one')]).toEqual([401, 200]);
  });

  it('never shows a credential, in any answer or in the database [CH-22]', async () => {
    const shown = await app.http('GET', `/channels/${channelId}`, { token: shop.token });
    const listed = await app.http('GET', '/channels', { token: shop.token });
    const { rows } = await owner.query<{ text: string }>('SELECT c::text AS text FROM channels.channels c');
    const hex = Buffer.from(SECRET).toString('hex');
    for (const text of [
      JSON.stringify(shown.body),
      JSON.stringify(listed.body),
      ...rows.map((row) => row.text),
    ]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(hex);
      expect(text).not.toContain(telegram.botToken);
    }
    expect(shown.body.webhookUrl).toMatch(new RegExp(`/api/v1/channels/${channelId}/webhook$`));
  });

  it('obeys /help, /model, /status, /reset and /human, in the language of the customer [CH-16 CH-17 CH-18 CH-19 CH-30]', async () => {
    const chat = nextChat++;
    await deliver(telegram.update(chat, '/help', { language: 'de' }));
    await deliver(telegram.update(chat, '/model', { language: 'de' }));
    await deliver(telegram.update(chat, '/status', { language: 'de' }));
    await deliver(telegram.update(chat, '/human bitte', { language: 'de' }));
    await deliver(telegram.update(chat, '/reset', { language: 'de' }));
    const texts = await repliesTo(chat, 5);
    expect(texts[0]).toContain('zeigt diese Liste');
    expect(texts[1]).toContain('Sprachmodell');
    expect(texts[2]).toContain('Gespräch');
    expect(texts[3]).toContain('Person');
    expect(texts[4]).toContain('beendet');
    const sessions = await owner.query<{ fresh: boolean }>(
      `SELECT s.conversation_id = (SELECT max(id::text)::uuid FROM channels.inbox i WHERE i.thread = s.thread) AS fresh
       FROM channels.sessions s WHERE thread = $1`,
      [String(chat)],
    );
    expect(sessions.rows).toEqual([{ fresh: true }]);
    expect(await count(`agent.tasks WHERE kind = 'handover' AND description = 'bitte'`, [])).toBe(1);
  });

  it('waits as long as Telegram asks for, sends in order, and gives up what is refused for good [CH-07 CH-14]', async () => {
    const chat = nextChat++;
    telegram.refuseOnce(1);
    await deliver(telegram.update(chat, '/status'));
    await deliver(telegram.update(chat, '/help'));
    const texts = await repliesTo(chat, 2);
    expect(texts[0]).toContain('Agent');
    expect(texts[1]).toContain('/help');
    const blocked = nextChat++;
    telegram.refuseForGood();
    await deliver(telegram.update(blocked, '/help'));
    const deliveries = () =>
      app.http<{ data: { thread: string; status: string; attempts: number }[] }>(
        'GET',
        `/channels/${channelId}/deliveries`,
        { token: shop.token },
      );
    await eventually(async () => {
      const { body } = await deliveries();
      expect(body.data.find(({ thread }) => thread === String(blocked))).toMatchObject({
        status: 'dead',
        attempts: 1,
      });
    }, 15_000);
    expect(await count(`platform.dead_letters WHERE name = 'outbound' AND status = 'open'`, [])).toBe(1);
  });

  it('sends nothing again of which nobody knows whether it was sent', async () => {
    const chat = nextChat++;
    telegram.breakOnce();
    const before = telegram.asked;
    await deliver(telegram.update(chat, '/help'));
    await eventually(async () => {
      const { body } = await app.http<{ data: { thread: string; status: string; attempts: number }[] }>(
        'GET',
        `/channels/${channelId}/deliveries`,
        { token: shop.token },
      );
      const [delivery] = body.data.filter(({ thread }) => thread === String(chat));
      expect(delivery?.status).not.toMatch(/queued|sending/);
      expect(delivery).toMatchObject({ attempts: 1 });
    }, 15_000);
    expect([telegram.asked - before, telegram.textsTo(chat)]).toEqual([1, []]);
  });

  it('starts a new conversation after half an hour of silence, and not before [CO-12]', async () => {
    const chat = nextChat++;
    await deliver(telegram.update(chat, '/status'));
    await repliesTo(chat, 1);
    await owner.query(`UPDATE channels.sessions SET expires_at = now() - interval '1 s' WHERE thread = $1`, [
      String(chat),
    ]);
    await deliver(telegram.update(chat, '/status'));
    await deliver(telegram.update(chat, '/status'));
    const ids = (await repliesTo(chat, 3)).map((text) => /Conversation: (\S+)/.exec(text)![1]);
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[1]).toBe(ids[2]);
  });

  it('is left alone by the agent while a person has the conversation [CH-15]', async () => {
    const chat = nextChat++;
    await deliver(telegram.update(chat, '/status'));
    await repliesTo(chat, 1);
    await owner.query(
      `UPDATE conversation.conversations SET status = 'human'
       WHERE id = (SELECT conversation_id FROM channels.sessions WHERE thread = $1)`,
      [String(chat)],
    );
    await deliver(telegram.update(chat, 'Can I return goods?'));
    await eventually(async () =>
      expect(
        await count(`channels.inbox WHERE thread = $1 AND status = 'handled' AND outcome = 'unanswered'`, [
          String(chat),
        ]),
      ).toBe(1),
    );
    expect(telegram.textsTo(chat)).toHaveLength(1);
  });

  it('takes no more than 1 MB, nothing unreadable, and any type of content [W1 CH-08]', async () => {
    const headers = { 'x-telegram-bot-api-secret-token': SECRET };
    const post = (body: string, type: string) =>
      fetch(`${app.url}/api/v1/channels/${channelId}/webhook`, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body,
      }).then(({ status }) => status);
    const large = JSON.stringify({ update_id: 1, pad: 'x'.repeat(1024 * 1024) });
    expect(await post(large, 'application/json')).toBe(413);
    expect(await post(large, 'text/plain')).toBe(413);
    expect(await post('{"update_id": ', 'application/json')).toBe(400);
    expect(await post(JSON.stringify({ update_id: 5 }), 'text/plain')).toBe(200);
  });

  it('is nobody else’s: another workspace neither sees nor changes nor deletes it, and an agent must be one’s own', async () => {
    const other = await signUp(app, 'stranger');
    for (const [method, body] of [['GET'], ['PATCH', { name: 'mine' }], ['DELETE']] as const) {
      const { status } = await app.http(method, `/channels/${channelId}`, { token: other.token, body });
      expect(status).toBe(404);
    }
    const body = { kind: 'web', name: 'Page', agent: 'nobody' };
    expect((await app.http('POST', '/channels', { token: other.token, body })).status).toBe(400);
  });

  it('ends with its secrets and sessions, and refuses its provider from then on', async () => {
    const id = await open('Short-lived bot');
    await deliver(telegram.update(950, '/status'), {}, id);
    await repliesTo(950, 1);
    expect((await app.http('DELETE', `/channels/${id}`, { token: shop.token })).status).toBe(204);
    expect((await deliver(telegram.update(950, '/status'), {}, id)).status).toBe(401);
    expect(await count('channels.sessions WHERE source = $1', [id])).toBe(0);
  });
});
