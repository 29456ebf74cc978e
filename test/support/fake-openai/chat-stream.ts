import { once } from 'node:events';
import { type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery } from './behaviours';
import { type Completion } from './chat-completion';
import { failureOf } from './envelope';
import { breakConnection } from './recorded-request';
import { splitForStream } from './tokens';

interface StreamDelivery extends Delivery {
  includeUsage: boolean;
}

/** The pieces of the answer as server-sent events, then the usage if it was asked for, then [DONE]. */
export async function streamCompletion(
  response: ServerResponse,
  completion: Completion,
  delivery: StreamDelivery,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  const chunk = chunkWriter(completion, delivery.includeUsage);
  await write(response, chunk(openingDelta(completion)));
  for (const [index, delta] of deltasOf(completion).entries()) {
    if (delivery.tokenMs) await sleep(delivery.tokenMs);
    if (response.destroyed) return;
    if (index === delivery.cutAfterTokens) return cutInside(response, chunk(delta));
    if (index === delivery.failAfterTokens) {
      response.end(`data: ${JSON.stringify(failureOf(500).toBody())}\n\n`);
      return;
    }
    await write(response, chunk(delta));
  }
  await write(response, chunk({}, completion.finishReason));
  if (delivery.includeUsage) await write(response, usageChunk(completion));
  response.end('data: [DONE]\n\n');
}

function openingDelta({ toolCalls }: Completion): object {
  return { role: 'assistant', content: toolCalls.length > 0 ? null : '', refusal: null };
}

/** Of a tool call the name comes first, then its arguments in pieces: clients have to join them. */
function deltasOf({ text, toolCalls }: Completion): object[] {
  const ofText = splitForStream(text).map((content) => ({ content }));
  const ofCalls = toolCalls.flatMap(({ function: { name, arguments: args }, ...call }, index) => [
    { tool_calls: [{ index, ...call, function: { name, arguments: '' } }] },
    ...splitForStream(args).map((part) => ({ tool_calls: [{ index, function: { arguments: part } }] })),
  ]);
  return [...ofText, ...ofCalls];
}

function chunkWriter({ head }: Completion, includeUsage: boolean) {
  const common = { ...head, object: 'chat.completion.chunk' };
  return (delta: object, finishReason: string | null = null): string => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
    return `data: ${JSON.stringify({ ...common, choices, ...(includeUsage && { usage: null }) })}\n\n`;
  };
}

const usageChunk = ({ head, usage }: Completion): string =>
  `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [], usage })}\n\n`;

async function write(response: ServerResponse, event: string): Promise<void> {
  if (response.destroyed || response.write(event)) return;
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}

function cutInside(response: ServerResponse, event: string): void {
  response.write(event.slice(0, event.length / 2), () => breakConnection(response));
}
