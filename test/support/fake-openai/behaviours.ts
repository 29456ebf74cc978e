import { type ChatRequest } from './wire';

export type ReplyText = string | ((request: ChatRequest) => string);
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

export interface Delivery {
  firstByteMs?: number;
  tokenMs?: number;
  /** Destroys the connection here, in the middle of an event. */
  cutAfterTokens?: number;
  /** Sends an error event here, as OpenAI does when a stream fails. */
  failAfterTokens?: number;
  finishReason?: FinishReason;
}

export interface ScriptedToolCall {
  name: string;
  arguments: string;
}

type ExtraHeaders = Readonly<Record<string, string>>;

export type Behaviour =
  | { kind: 'answer'; text?: ReplyText; toolCalls?: ScriptedToolCall[]; delivery: Delivery }
  | { kind: 'status'; status: number; retryAfterSeconds?: number; message?: string; headers?: ExtraHeaders }
  | { kind: 'as-asked'; choose: (request: ChatRequest) => Behaviour }
  | { kind: 'refuse-inputs'; matching: RegExp }
  | { kind: 'connection-reset' }
  | { kind: 'hang' }
  | { kind: 'malformed-json' }
  | { kind: 'empty-choices' };

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** The answer that the fake finds by itself, possibly delivered slowly or badly. */
export const answer = (delivery: Delivery = {}): Behaviour => ({ kind: 'answer', delivery });

export const reply = (text: ReplyText, delivery: Delivery = {}): Behaviour => ({
  kind: 'answer',
  text,
  delivery,
});

/** Arguments given as a string go out as they are: this is how to send wrong ones. */
export const callTool = (name: string, args: object | string, delivery: Delivery = {}): Behaviour =>
  callTools([{ name, arguments: typeof args === 'string' ? args : JSON.stringify(args) }], delivery);

const callTools = (toolCalls: ScriptedToolCall[], delivery: Delivery = {}): Behaviour => ({
  kind: 'answer',
  toolCalls,
  delivery,
});

/** Chat only: what to do is decided when the request is there. */
export const asAsked = (choose: (request: ChatRequest) => Behaviour): Behaviour => ({
  kind: 'as-asked',
  choose,
});

export const failWith = (
  status: number,
  options: { retryAfterSeconds?: number; message?: string; headers?: ExtraHeaders } = {},
): Behaviour => ({ kind: 'status', status, ...options });

/** Embeddings only: a request with such a text gets a 400, all others their answer. */
export const refuseInputs = (matching: RegExp): Behaviour => ({ kind: 'refuse-inputs', matching });
export const resetConnection = (): Behaviour => ({ kind: 'connection-reset' });
export const hang = (): Behaviour => ({ kind: 'hang' });
export const malformedJson = (): Behaviour => ({ kind: 'malformed-json' });
export const emptyChoices = (): Behaviour => ({ kind: 'empty-choices' });
export const hugeReply = (bytes = TEN_MEGABYTES): Behaviour =>
  reply('All work and no play. '.repeat(Math.ceil(bytes / 22)).slice(0, bytes));
