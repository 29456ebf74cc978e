import { DomainError } from '../../../kernel/domain-error';
import { EventStream } from '../../../platform/http/event-stream';
import { type TurnResult } from '../commands/run-turn.command';
import { type TurnProgress } from '../commands/turn-progress';
import { agentReply } from './agent-reply';

/** Runs a turn and tells it as server-sent events; the last event is always `run.finished` or `error`. */
export function streamTurn(run: (progress: TurnProgress) => Promise<TurnResult>): EventStream {
  let runId = 'run';
  const stream = new EventStream(() => runId);
  const progress: TurnProgress = {
    signal: stream.signal,
    onStarted: (turn) => {
      runId = turn.runId;
      stream.send('run.started', turn);
    },
    onRetrieved: (passages) => {
      stream.send('retrieval', { passages: passages.map(({ text: _text, ...source }) => source) });
    },
    onToken: (token) => stream.send('token', { token }),
  };
  run(progress)
    .then((turn) => {
      const reply = agentReply(turn);
      stream.send('message', reply);
      stream.send('run.finished', { runId: turn.id, status: turn.status, usage: reply.usage });
    })
    .catch((error: unknown) => stream.send('error', problemOf(error)))
    .finally(() => stream.end());
  return stream;
}

function problemOf(error: unknown): { code: string; detail: string } {
  if (error instanceof DomainError) return { code: error.code, detail: error.message };
  return {
    code: 'internal_error',
    detail: 'Something went wrong on our side. The run is recorded as failed.',
  };
}
