import { EventSource } from 'eventsource';
import { signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';

interface Told {
  readonly id: string;
  readonly type: string;
  readonly view: { status: string; processed: number; total: number };
}

describe('the progress of an ingestion as server-sent events', () => {
  let app: TestApp;
  let token: string;

  beforeAll(async () => {
    app = await startTestApp();
    token = (await signUp(app, 'events')).token;
  });
  afterAll(() => app.stop());

  async function start(...texts: string[]): Promise<string> {
    const documents = texts.map((content) => ({ title: 'T', content }));
    const { body } = await app.http<{ ingestionId: string }>('POST', '/agents/customer-service/ingest', {
      token,
      body: { documents },
    });
    return body.ingestionId;
  }

  /** Until the end is told, or `most` events have been heard. */
  function hear(ingestionId: string, { most = Infinity, lastSeen = '' } = {}): Promise<Told[]> {
    return new Promise((resolve, reject) => {
      const told: Told[] = [];
      const source = new EventSource(`${app.url}/api/v1/knowledge/ingestions/${ingestionId}/events`, {
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            headers: {
              ...init.headers,
              authorization: `Bearer ${token}`,
              ...(lastSeen && { 'last-event-id': lastSeen }),
            },
          }),
      });
      const note = ({ type, data, lastEventId }: MessageEvent<string>) => {
        told.push({ id: lastEventId, type, view: JSON.parse(data) as Told['view'] });
        if (type !== 'completed' && told.length < most) return;
        source.close();
        resolve(told);
      };
      source.addEventListener('progress', note);
      source.addEventListener('completed', note);
      source.addEventListener('error', (event) => event.code && reject(new Error(event.message)));
    });
  }

  it('tells of it until it is over, and of the end exactly once [KN-29 E1 I13]', async () => {
    const told = await hear(await start('first', 'second', 'third'));
    expect(told.filter(({ type }) => type === 'completed')).toHaveLength(1);
    expect(told.at(-1)).toMatchObject({
      type: 'completed',
      view: { status: 'completed', processed: 3, total: 3 },
    });
    const counts = told.map(({ view }) => view.processed);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('tells who comes back what is new since, and nothing twice [E1]', async () => {
    const ingestionId = await start('lost', 'and found');
    const [end] = (await hear(ingestionId)).slice(-1);
    const again = await hear(ingestionId, { lastSeen: 'a state long ago' });
    expect(again).toEqual([end]);
  });

  it('is not there for another workspace', async () => {
    const ingestionId = await start('mine alone');
    const { token: stranger } = await signUp(app, 'eavesdropper');
    const { status } = await app.http('GET', `/knowledge/ingestions/${ingestionId}/events`, {
      token: stranger,
    });
    expect(status).toBe(404);
  });
});
