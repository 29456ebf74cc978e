import OpenAI from 'openai';
import { startTestApp, type TestApp } from '../../support/app';
import { type InterfaceTenant, interfaceTenant, QUESTION, RETURNS } from '../interface-tenant';

const MODEL = 'customer-service';
const asked: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: QUESTION }];

describe('OpenAI’s own SDK, unmodified', () => {
  let app: TestApp;
  let ada: InterfaceTenant;
  let key: string;
  let client: OpenAI;

  beforeAll(async () => {
    app = await startTestApp();
    ada = await interfaceTenant(app, 'ada');
    key = await ada.key(['agents:run']);
    client = clientWith(key);
  });
  afterAll(() => app.stop());

  const clientWith = (apiKey: string) =>
    new OpenAI({ apiKey, baseURL: `${app.url}/api/v1/openai`, maxRetries: 0 });
  const chunksOf = async (options: Partial<OpenAI.ChatCompletionCreateParamsStreaming> = {}) => {
    const stream = await client.chat.completions.create({
      model: MODEL,
      messages: asked,
      stream: true,
      ...options,
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return chunks;
  };
  const refusalOf = async (call: PromiseLike<unknown>) => {
    const error = await Promise.resolve(call).then(
      () => null,
      (refusal: unknown) => refusal,
    );
    expect(error).toBeInstanceOf(OpenAI.APIError);
    return error as InstanceType<typeof OpenAI.APIError>;
  };

  it('gets an answer from the documents, with an API key as its bearer token [P2]', async () => {
    const { data, request_id: requestId } = await client.chat.completions
      .create({ model: MODEL, messages: asked })
      .withResponse();
    const [choice] = data.choices;
    expect(data).toMatchObject({ object: 'chat.completion', model: MODEL });
    expect(data.id).toMatch(/^chatcmpl-[0-9a-f-]{36}$/);
    expect(Math.abs(data.created - Date.now() / 1_000)).toBeLessThan(60);
    expect(choice).toMatchObject({ index: 0, finish_reason: 'stop', message: { role: 'assistant' } });
    expect(choice!.message.content).toMatch(/30 days.*\[1\]/s);
    expect(data.usage).toEqual({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 });
    expect(requestId).toBeTruthy();
  });

  it('finds the sources as annotations, at the marks that cite them [P2]', async () => {
    const { choices } = await client.chat.completions.create({ model: MODEL, messages: asked });
    const { content, annotations } = choices[0]!.message;
    const [first] = annotations!;
    expect(first).toMatchObject({
      type: 'url_citation',
      url_citation: { url: RETURNS.url, title: RETURNS.title },
    });
    const { start_index, end_index } = first!.url_citation;
    expect(content!.slice(start_index, end_index)).toBe('[1]');
  });

  it('streams: the role first, then words, then how it ended [P2]', async () => {
    const chunks = await chunksOf();
    expect(chunks[0]!.choices[0]!.delta.role).toBe('assistant');
    expect(chunks.map(({ choices }) => choices[0]!.delta.content ?? '').join('')).toMatch(/30 days.*\[1\]/s);
    expect(chunks.map(({ choices }) => choices[0]!.finish_reason).filter(Boolean)).toEqual(['stop']);
    expect(chunks.at(-1)!.choices[0]!.finish_reason).toBe('stop');
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
  });

  it('streams the usage in a chunk of its own to those who ask for it [P2]', async () => {
    const chunks = await chunksOf({ stream_options: { include_usage: true } });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 0 } });
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
  });

  it('can put a stream together by itself [P2]', async () => {
    const completion = await client.chat.completions
      .stream({ model: MODEL, messages: asked })
      .finalChatCompletion();
    expect(completion.choices[0]!.message.content).toMatch(/30 days/);
  });

  it('lists the agents as models, and finds one by its name [P2]', async () => {
    const models: OpenAI.Model[] = [];
    for await (const model of client.models.list()) models.push(model);
    expect(models).toEqual([{ id: MODEL, object: 'model', created: 0, owned_by: 'parley' }]);
    expect(await client.models.retrieve(MODEL)).toMatchObject({ id: MODEL });
    expect(await refusalOf(client.models.retrieve('nobody'))).toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('sends many fields that nobody here knows, and is answered all the same [P2]', async () => {
    const { choices } = await client.chat.completions.create({
      model: MODEL,
      messages: [
        { role: 'system', content: 'Answer in one sentence.', name: 'shop' },
        { role: 'user', content: [{ type: 'text', text: QUESTION }] },
      ],
      seed: 7,
      top_p: 0.9,
      user: 'customer-17',
      store: false,
      tools: [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }],
      metadata: { shop: 'north' },
    });
    expect(choices[0]!.message.content).toMatch(/30 days/);
  });

  it('meets each turn again as a run, and its conversation [P2]', async () => {
    const { id } = await client.chat.completions.create({ model: MODEL, messages: asked });
    const runId = id.replace('chatcmpl-', '');
    const run = await app.http('GET', `/agent/runs/${runId}`, { token: ada.token });
    expect(run.body).toMatchObject({ status: 'completed', input: QUESTION });
    const metadata = { conversation_id: run.body.conversationId as string };
    await client.chat.completions.create({ model: MODEL, messages: asked, metadata });
    const path = `/conversations/${metadata.conversation_id}/messages`;
    const { body } = await app.http<{ data: unknown[] }>('GET', path, { token: ada.token });
    expect(body.data).toHaveLength(4);
  });

  it('is answered with an access token as well', async () => {
    const { choices } = await clientWith(ada.token).chat.completions.create({
      model: MODEL,
      messages: asked,
    });
    expect(choices[0]!.message.content).toMatch(/30 days/);
  });

  describe('is refused in words that it understands', () => {
    it('when its key is wrong, of another purpose, or missing [P2]', async () => {
      const wrong = await refusalOf(clientWith(`${key.slice(0, -1)}0`).models.list());
      expect(wrong).toBeInstanceOf(OpenAI.AuthenticationError);
      expect(wrong).toMatchObject({ code: 'invalid_api_key', type: 'invalid_request_error', param: null });
      const other = await refusalOf(clientWith(await ada.key(['knowledge:read'])).models.list());
      expect(other).toBeInstanceOf(OpenAI.PermissionDeniedError);
      expect(other).toMatchObject({ code: 'scope_missing' });
      const nobody = await fetch(`${app.url}/api/v1/openai/models`);
      expect(nobody.status).toBe(401);
      expect(await nobody.json()).toMatchObject({ error: { code: 'not_authenticated' } });
    });

    it.each([{ stream: false }, { stream: true }] as const)(
      'when there is no such model, before a stream begins [P2] %p',
      async ({ stream }) => {
        const refusal = await refusalOf(
          client.chat.completions.create({ model: 'gpt-4o', messages: asked, stream }),
        );
        expect(refusal).toBeInstanceOf(OpenAI.NotFoundError);
        expect(refusal).toMatchObject({ code: 'model_not_found', param: 'model' });
      },
    );

    it('when the conversation that it names is not there', async () => {
      const metadata = { conversation_id: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' };
      const call = client.chat.completions.create({ model: MODEL, messages: asked, metadata });
      expect(await refusalOf(call)).toMatchObject({ status: 404, code: 'not_found' });
    });

    it.each<[string, object, object]>([
      ['no message', { messages: [] }, { param: 'messages' }],
      ['no question', { messages: [{ role: 'system', content: 'Hi' }] }, { param: 'messages' }],
      ['an unknown role', { messages: [{ role: 'boss', content: 'Hi' }] }, { param: 'messages[0].role' }],
      ['two answers', { n: 2 }, { param: 'n' }],
      [
        'a picture',
        { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
        { param: 'messages[0].content' },
      ],
      ['JSON', { response_format: { type: 'json_object' } }, { param: 'response_format.type' }],
      [
        'too long a question',
        { messages: [{ role: 'user', content: 'x'.repeat(8_001) }] },
        { param: 'messages', code: 'context_length_exceeded' },
      ],
    ])('when it sends or asks for %s [P2]', async (_, fields, expected) => {
      const body = { model: MODEL, messages: asked, ...fields } as OpenAI.ChatCompletionCreateParams;
      const refusal = await refusalOf(client.chat.completions.create(body));
      expect(refusal).toBeInstanceOf(OpenAI.BadRequestError);
      expect(refusal).toMatchObject({ type: 'invalid_request_error', ...expected });
    });

    it('when its body is no JSON, or too large, which no controller sees [P2]', async () => {
      const send = (body: string) =>
        fetch(`${app.url}/api/v1/openai/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body,
        });
      const broken = await send('{"model":');
      expect(broken.status).toBe(400);
      expect(broken.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(await broken.json()).toMatchObject({ error: { code: 'malformed_json' } });
      const large = await send(JSON.stringify({ model: 'x'.repeat(20_000_000) }));
      expect(large.status).toBe(413);
      expect(await large.json()).toMatchObject({ error: { code: 'payload_too_large' } });
    });
  });
});
