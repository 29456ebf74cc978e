import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, streamText } from 'ai';
import { startTestApp, type TestApp } from '../../support/app';
import { interfaceTenant, QUESTION } from '../interface-tenant';

const MODEL = 'customer-service';
const WISH = 'Answer in one sentence.';

describe('Other clients of OpenAI’s API', () => {
  let app: TestApp;
  let apiKey: string;

  beforeAll(async () => {
    app = await startTestApp();
    apiKey = await (await interfaceTenant(app, 'ada')).key(['agents:run']);
  });
  afterAll(() => app.stop());

  const baseURL = () => `${app.url}/api/v1/openai`;
  const model = (key = apiKey) =>
    createOpenAICompatible({ name: 'parley', baseURL: baseURL(), apiKey: key, includeUsage: true })(MODEL);
  const langChain = () =>
    new ChatOpenAI({ model: MODEL, apiKey, maxRetries: 0, configuration: { baseURL: baseURL() } });

  it('such as the AI SDK are answered [P2]', async () => {
    const { text, finishReason, usage } = await generateText({
      model: model(),
      system: WISH,
      prompt: QUESTION,
    });
    expect(text).toMatch(/30 days/);
    expect(finishReason).toBe('stop');
    expect(usage.totalTokens).toBe(0);
  });

  it('such as the AI SDK read the stream to its end, with the usage [P2]', async () => {
    const result = streamText({ model: model(), prompt: QUESTION });
    let text = '';
    for await (const part of result.textStream) text += part;
    expect(text).toMatch(/30 days/);
    expect(await result.finishReason).toBe('stop');
    expect((await result.usage).totalTokens).toBe(0);
  });

  it('such as the AI SDK understand a refusal [P2]', async () => {
    const call = generateText({ model: model('prk_wrong'), prompt: QUESTION, maxRetries: 0 });
    await expect(call).rejects.toMatchObject({ statusCode: 401, message: 'The API key is not valid.' });
  });

  it('such as LangChain are answered [P2]', async () => {
    const reply = await langChain().invoke([
      ['system', WISH],
      ['human', QUESTION],
    ]);
    expect(reply.text).toMatch(/30 days/);
    expect(reply.response_metadata).toMatchObject({ finish_reason: 'stop' });
  });

  it('such as LangChain read the stream to its end [P2]', async () => {
    let text = '';
    for await (const chunk of await langChain().stream(QUESTION)) text += chunk.text;
    expect(text).toMatch(/30 days/);
  });
});
