import { EventStream } from '../../../../platform/http/event-stream';
import { problemOf } from '../../../../platform/http/problem';
import { type TurnResult } from '../../commands/run-turn.command';
import { type TurnProgress } from '../../commands/turn-progress';
import { agentReply } from '../agent-reply';
import { type CompletionFrame } from './chat-completion';
import { CompletionChunks } from './completion-chunks';
import { openAiFailure } from './openai-failure';

const DONE = '[DONE]';

/**
 * Runs a turn and tells it in chunks. What is refused before the turn has started is thrown, so that it is
 * answered by its status; a later failure is the last thing in the stream.
 */
export async function streamCompletion(
  run: (progress: TurnProgress) => Promise<TurnResult>,
  frame: CompletionFrame,
  includeUsage: boolean,
): Promise<EventStream> {
  const stream = new EventStream(() => frame.id);
  const send = (data: object) => stream.sendData(JSON.stringify(data));
  const chunks = new CompletionChunks(frame, { includeUsage, send });
  let tellStart = (): void => undefined;
  const started = new Promise<void>((resolve) => (tellStart = resolve));
  const ended = run({
    signal: stream.signal,
    onStarted: () => {
      chunks.begin();
      tellStart();
    },
    onRetrieved: () => undefined,
    onToken: (token) => chunks.say(token),
  });
  await Promise.race([started, ended]).catch((refusal: unknown) => {
    stream.destroy();
    throw refusal;
  });
  ended
    .then((turn) => {
      chunks.finish(agentReply(turn));
      stream.sendData(DONE);
    })
    .catch((error: unknown) => send(openAiFailure(problemOf(error))))
    .finally(() => stream.end());
  return stream;
}
