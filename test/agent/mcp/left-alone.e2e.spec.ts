import { startTestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { hang } from '../../support/fake-openai/behaviours';
import { startFakeOpenAi } from '../../support/fake-openai/fake-openai';
import { interfaceTenant, QUESTION } from '../interface-tenant';

describe('A client of the Model Context Protocol that goes away', () => {
  it.each([{}, { progressToken: 1 }])('ends the work of the model for it [P1] %p', async (_meta) => {
    const openAi = await startFakeOpenAi();
    const app = await startTestApp({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: openAi.baseUrl });
    try {
      const ada = await interfaceTenant(app, 'ada');
      openAi.script(hang());
      const client = new AbortController();
      const params = { name: 'ask_agent', arguments: { message: QUESTION }, _meta };
      const gone = fetch(`${app.url}/api/v1/mcp`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ada.token}`,
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
        signal: client.signal,
      })
        .then((answer) => answer.text())
        .catch(() => 'gone');
      await eventually(() => expect(openAi.chatRequests).toHaveLength(1));
      client.abort();
      expect(await gone).toBe('gone');
      await eventually(() =>
        expect(openAi.requests.find(({ path }) => path.includes('chat'))?.aborted).toBe(true),
      );
    } finally {
      await app.stop();
      await openAi.stop();
    }
  });
});
