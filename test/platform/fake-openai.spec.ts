import OpenAI from 'openai';
import {
  answer,
  callTool,
  emptyChoices,
  failWith,
  hang,
  hugeReply,
  malformedJson,
  reply,
  resetConnection,
} from '../support/fake-openai/behaviours';
import { startFakeOpenAi, type FakeOpenAi } from '../support/fake-openai/fake-openai';

const model = 'gpt-4o-mini';
const hello: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello there' }];
const weatherTool: OpenAI.ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

describe('the fake OpenAI server, seen through the official SDK', () => {
  let fake: FakeOpenAi;
  let client: OpenAI;
  let patientClient: OpenAI;

  beforeAll(async () => {
    fake = await startFakeOpenAi({ apiKey: 'sk-test' });
    client = new OpenAI({ apiKey: 'sk-test', baseURL: fake.baseUrl, maxRetries: 0 });
    patientClient = client.withOptions({ maxRetries: 2 });
  });
  afterEach(() => fake.reset());
  afterAll(() => fake.stop());

  const chat = (messages = hello): Promise<OpenAI.ChatCompletion> =>
    client.chat.completions.create({ model, messages });

  describe('chat', () => {
    it('echoes, counts tokens and records the request', async () => {
      const { data, request_id: requestId } = await client.chat.completions
        .create({ model, messages: hello })
        .withResponse();
      expect(data.choices[0]?.message.content).toBe('You said: Hello there');
      expect(data.choices[0]?.finish_reason).toBe('stop');
      expect(data.usage?.total_tokens).toBe(
        (data.usage?.prompt_tokens ?? 0) + (data.usage?.completion_tokens ?? 0),
      );
      expect(requestId).toMatch(/^req_/);
      expect(fake.chatRequests).toEqual([{ model, messages: hello }]);
    });

    it.each([
      '<document id="1" title="Returns">Parcels go back within 30 days. Shoes too.</document>\nQuestion: when do parcels go back?',
      'Sources:\n[1] Returns\nParcels go back within 30 days. Shoes too.\n[2] Other\nNothing.\n\nQuestion: when do parcels go back?',
      'Source 1: Parcels go back within 30 days. Shoes too.\nSource 2: Nothing.\nQuestion: when do parcels go back?',
    ])('answers from the first source and cites it', async (content) => {
      const completion = await chat([{ role: 'user', content }]);
      expect(completion.choices[0]?.message.content).toBe('Parcels go back within 30 days. [1]');
    });

    it('replies with a text, or with a function of the request, in the order of the script', async () => {
      fake.script(
        reply('First.'),
        reply(({ messages }) => `${messages.length} message`),
      );
      expect((await chat()).choices[0]?.message.content).toBe('First.');
      expect((await chat()).choices[0]?.message.content).toBe('1 message');
      expect((await chat()).choices[0]?.message.content).toBe('You said: Hello there');
    });

    it('fills a JSON schema', async () => {
      const completion = await client.chat.completions.create({
        model,
        messages: hello,
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'plan',
            strict: true,
            schema: {
              type: 'object',
              properties: { tool: { enum: ['none', 'search'] }, reply: { type: 'string' } },
              required: ['tool', 'reply'],
              additionalProperties: false,
            },
          },
        },
      });
      expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toEqual({
        tool: 'none',
        reply: 'You said: Hello there',
      });
    });

    it('stops at the token limit', async () => {
      const completion = await client.chat.completions.create({ model, messages: hello, max_tokens: 2 });
      expect(completion.choices[0]).toMatchObject({
        finish_reason: 'length',
        message: { content: 'You said' },
      });
    });

    it('refuses an answer to a tool call that nobody made', async () => {
      const messages: OpenAI.ChatCompletionMessageParam[] = [
        { role: 'tool', tool_call_id: 'x', content: '1' },
      ];
      await expect(chat(messages)).rejects.toMatchObject({ status: 400, param: 'messages' });
    });

    it('lists its models', async () => {
      const models = await client.models.list();
      expect(models.data.map(({ id }) => id)).toContain('text-embedding-3-small');
    });
  });

  describe('streams', () => {
    const stream = (messages = hello) =>
      client.chat.completions.create({
        model,
        messages,
        stream: true,
        stream_options: { include_usage: true },
      });

    it('sends tokens, then the usage', async () => {
      const tokens: string[] = [];
      let usage: OpenAI.CompletionUsage | null | undefined;
      for await (const chunk of await stream()) {
        tokens.push(chunk.choices[0]?.delta.content ?? '');
        usage = chunk.usage;
      }
      expect(tokens.filter(Boolean)).toEqual(['You', ' said:', ' Hello', ' there']);
      expect(usage?.completion_tokens).toBeGreaterThan(0);
    });

    it('can break in the middle', async () => {
      fake.script(reply('one two three', { cutAfterTokens: 2 }));
      const tokens: string[] = [];
      const consume = async (): Promise<void> => {
        for await (const chunk of await stream()) tokens.push(chunk.choices[0]?.delta.content ?? '');
      };
      await expect(consume()).rejects.toThrow();
      expect(tokens.filter(Boolean)).toEqual(['one', ' two']);
      await fake.requests[0]?.closed;
      expect(fake.requests[0]?.aborted).toBe(false);
    });

    it('can report an error in the middle', async () => {
      fake.script(answer({ failAfterTokens: 1 }));
      const consume = async (): Promise<void> => {
        for await (const chunk of await stream()) expect(chunk.choices).toHaveLength(1);
      };
      await expect(consume()).rejects.toThrow(/server had an error/);
    });

    it('sees that the client went away', async () => {
      fake.script(reply('a very long answer '.repeat(50), { tokenMs: 5 }));
      const running = await stream();
      for await (const chunk of running) if (chunk.choices[0]?.delta.content) break;
      await fake.requests[0]?.closed;
      expect(fake.requests[0]?.aborted).toBe(true);
    });

    it('streams a tool call in pieces that the SDK joins', async () => {
      fake.script(callTool('weather', { city: 'Riga on the Daugava' }));
      const runner = client.chat.completions.stream({ model, messages: hello, tools: [weatherTool] });
      const { choices } = await runner.finalChatCompletion();
      expect(choices[0]?.finish_reason).toBe('tool_calls');
      expect(choices[0]?.message.tool_calls?.[0]).toMatchObject({
        function: { name: 'weather', arguments: '{"city":"Riga on the Daugava"}' },
      });
    });
  });

  describe('tools', () => {
    it('calls the tool that the request demands and uses its answer', async () => {
      const ask = (messages: OpenAI.ChatCompletionMessageParam[]): Promise<OpenAI.ChatCompletion> =>
        client.chat.completions.create({ model, messages, tools: [weatherTool], tool_choice: 'required' });
      const [choice] = (await ask(hello)).choices;
      const call = choice?.message.tool_calls?.[0];
      expect(call).toMatchObject({ function: { name: 'weather', arguments: '{"city":"Hello there"}' } });
      const result = { role: 'tool' as const, tool_call_id: call?.id ?? '', content: 'Rain.' };
      const second = await ask([...hello, choice!.message, result]);
      expect(second.choices[0]?.message.content).toBe('The tool answered: Rain.');
    });

    it('can send arguments that are not JSON', async () => {
      fake.script(callTool('weather', '{"city": '));
      const completion = await chat();
      expect(completion.choices[0]?.message.tool_calls?.[0]).toMatchObject({
        function: { arguments: '{"city": ' },
      });
    });
  });

  describe('embeddings', () => {
    const embed = async (input: string[], encoding?: 'float' | 'base64'): Promise<number[][]> => {
      const { data } = await client.embeddings.create({
        model: 'text-embedding-3-small',
        input,
        dimensions: 256,
        encoding_format: encoding,
      });
      return data.map(({ embedding }) => embedding);
    };
    const cosine = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

    it('says the same in both encodings', async () => {
      const [floats] = await embed(['a blue parcel'], 'float');
      const [decoded] = await embed(['a blue parcel']);
      expect(fake.requests[1]?.body).toMatchObject({ encoding_format: 'base64' });
      expect(floats).toHaveLength(256);
      expect(Array.from(decoded ?? [])).toEqual(floats);
    });

    it('puts texts that share words near each other', async () => {
      const [asked, near, far] = await embed([
        'refund of a parcel',
        'a parcel and its refund',
        'violin concerto in D',
      ]);
      expect(cosine(asked!, asked!)).toBeCloseTo(1, 5);
      expect(cosine(asked!, near!)).toBeGreaterThan(0.6);
      expect(cosine(asked!, far!)).toBeLessThan(0.3);
    });

    it('refuses an empty input', async () => {
      await expect(embed([''])).rejects.toMatchObject({ status: 400 });
    });

    it('can fail too', async () => {
      fake.scriptEmbeddings(failWith(503));
      await expect(embed(['x'])).rejects.toMatchObject({ status: 503 });
    });
  });

  describe('failures', () => {
    it('is retried by the SDK after a 429', async () => {
      fake.script(failWith(429, { retryAfterSeconds: 0.02 }), reply('At last.'));
      const completion = await patientClient.chat.completions.create({ model, messages: hello });
      expect(completion.choices[0]?.message.content).toBe('At last.');
      expect(fake.requests).toHaveLength(2);
    });

    it('states errors in the envelope of OpenAI', async () => {
      fake.byDefault(failWith(429, { retryAfterSeconds: 2 }));
      const error = await chat().catch((reason: unknown) => reason as InstanceType<typeof OpenAI.APIError>);
      expect(error).toBeInstanceOf(OpenAI.RateLimitError);
      expect(error).toMatchObject({ code: 'rate_limit_exceeded', type: 'requests' });
      expect(fake.requests).toHaveLength(1);
    });

    it('refuses a wrong key', async () => {
      const stranger = client.withOptions({ apiKey: 'sk-wrong' });
      await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    });

    it.each([
      ['resets the connection', resetConnection(), 'Connection error'],
      ['breaks off inside the body', answer({ cutAfterTokens: 0 }), 'terminated'],
      ['sends half a JSON', malformedJson(), 'JSON'],
    ])('%s', async (_, behaviour, expected) => {
      fake.script(behaviour);
      await expect(chat()).rejects.toThrow(expected);
    });

    it('hangs until the client gives up, and sees it', async () => {
      fake.script(hang());
      const impatient = client.chat.completions.create({ model, messages: hello }, { timeout: 50 });
      await expect(impatient).rejects.toThrow(OpenAI.APIConnectionError);
      await fake.requests[0]?.closed;
      expect(fake.requests[0]?.aborted).toBe(true);
    });

    it('has no choices, or a reply of ten megabytes', async () => {
      fake.script(emptyChoices(), hugeReply());
      expect((await chat()).choices).toEqual([]);
      expect((await chat()).choices[0]?.message.content).toHaveLength(10 * 1024 * 1024);
    });

    it('takes its time', async () => {
      fake.script(answer({ firstByteMs: 60 }));
      const started = performance.now();
      await chat();
      expect(performance.now() - started).toBeGreaterThan(50);
    });
  });
});
