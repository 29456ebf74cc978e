import { createHmac } from 'node:crypto';
import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { FakeWhatsapp } from '../support/fake-whatsapp';

const [NUMBER, CUSTOMER] = ['106540352242922', '16505551234'];
const CREDENTIALS = {
  ...{ phoneNumberId: NUMBER, appSecret: 'secret-of-the-app' },
  ...{ verifyToken: 'a-word-for-meta', accessToken: 'EAA1' },
};

describe('A WhatsApp channel', () => {
  let app: TestApp;
  let whatsapp: FakeWhatsapp;
  let shop: Account;
  let path: string;

  beforeAll(async () => {
    whatsapp = await FakeWhatsapp.start(NUMBER, CREDENTIALS.accessToken);
    app = await startTestApp({
      CHANNEL_API_WHATSAPP_URL: whatsapp.url,
      OUTBOUND_ALLOWED_HOSTS: whatsapp.host,
    });
    shop = await signUp(app, 'shop');
    const content = 'You can return goods within 30 days of delivery.';
    await ingest(app, shop.token, [{ title: 'Returns', content }]);
    const body = { kind: 'whatsapp', name: 'Hotline', agent: 'customer-service', credentials: CREDENTIALS };
    const made = await app.http<{ id: string }>('POST', '/channels', { token: shop.token, body });
    expect(made.status).toBe(201);
    path = `/channels/${made.body.id}/webhook`;
  });
  afterAll(async () => {
    await app.stop();
    await whatsapp.stop();
  });

  const said = (id: string, text: string) => {
    const message = { from: CUSTOMER, id, timestamp: String(Math.floor(Date.now() / 1_000)), type: 'text' };
    const metadata = { phone_number_id: NUMBER };
    const value = {
      ...{ messaging_product: 'whatsapp', metadata },
      ...{ contacts: [{ profile: { name: 'Ann' }, wa_id: CUSTOMER }] },
      messages: [{ ...message, text: { body: text } }],
    };
    const changes = [{ field: 'messages', value }];
    return { object: 'whatsapp_business_account', entry: [{ id: '1', changes }] };
  };
  const deliver = (body: object, secret = CREDENTIALS.appSecret) => {
    const mac = createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex');
    return app.http('POST', path, { body, headers: { 'x-hub-signature-256': `sha256=${mac}` } });
  };

  it('gives the challenge back to who knows its word, and to nobody else [CH-28 W2]', async () => {
    const ask = (word: string) =>
      app.http<string>('GET', `${path}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${word}`);
    expect(await ask(CREDENTIALS.verifyToken)).toMatchObject({ status: 200, body: '1158201444' });
    expect((await ask('another-word')).status).toBe(401);
    expect((await app.http('GET', path)).status).toBe(401);
  });

  it('carries a conversation, and says each answer once however often it is asked [CH-28 W5 W6 I8]', async () => {
    const question = said('wamid.A', 'Within how many days can I return goods?');
    expect((await deliver(question, 'secret-of-another-app')).status).toBe(401);
    const taken = await Promise.all(Array.from({ length: 100 }, () => deliver(question)));
    expect(taken.every(({ status }) => status === 200)).toBe(true);
    await eventually(() => expect(whatsapp.messages).toHaveLength(1), 15_000);
    expect(whatsapp.messages[0]).toMatchObject({ to: CUSTOMER, type: 'text' });
    expect(whatsapp.messages[0]!.text!.body).toContain('30 days');
    await deliver(question);
    await deliver(said('wamid.B', '/status'));
    await eventually(() => expect(whatsapp.messages).toHaveLength(2), 15_000);
    const { body } = await app.http<{ data: unknown[] }>('GET', '/agent/runs', { token: shop.token });
    expect(body.data).toHaveLength(1);
  });
});
