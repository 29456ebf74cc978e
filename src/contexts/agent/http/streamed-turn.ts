import { DomainError } from '../../../kernel/domain-error';
import { EventStream } from '../../../platform/http/event-stream';
import { type RunNotes } from '../commands/run-telling';
import { type TurnResult } from '../commands/run-turn.command';
import { type TurnProgress } from '../commands/turn-progress';
import { agentReply } from './agent-reply';

interface StreamedTurn {
  readonly runId: string;
  /** Whether the run goes on when nobody listens any more. */
  readonly keepRunning: boolean;
  readonly notes: RunNotes;
}

/** Runs a turn and tells it as server-sent events; the last event is always `run.finished` or `error`. */
export function streamTurn(
  run: (progress: TurnProgress) => Promise<TurnResult>,
  { runId, keepRunning, notes }: StreamedTurn,
): EventStream {
  const stream = new EventStream(() => runId);
  const tell = (event: string, data: unknown): void => {
    stream.send(event, data, `${runId}:${notes.note(event, data)}`);
  };
  run(progressTold(tell, keepRunning ? new AbortController().signal : stream.signal))
    .then((turn) => {
      const reply = agentReply(turn);
      tell('message', reply);
      tell('run.finished', { runId: turn.id, status: turn.status, usage: reply.usage });
    })
    .catch((error: unknown) => tell('error', problemOf(error)))
    .finally(() => {
      stream.end();
      notes.end();
    });
  return stream;
}

function progressTold(tell: (event: string, data: unknown) => void, signal: AbortSignal): TurnProgress {
  return {
    signal,
    onStarted: (turn) => tell('run.started', turn),
    onRetrieved: (passages) => {
      tell('retrieval', { passages: passages.map(({ text: _text, ...source }) => source) });
    },
    onToken: (token) => tell('token', { token }),
    onDiscarded: () => tell('reply.discarded', {}),
    onToolStarted: (tool) => tell('tool.started', tool),
    onToolFinished: ({ call, result }) => tell('tool.finished', { ...call, result: result.kind }),
  };
}

function problemOf(error: unknown): { code: string; detail: string } {
  if (error instanceof DomainError) return { code: error.code, detail: error.message };
  return {
    code: 'internal_error',
    detail: 'Something went wrong on our side. The run is recorded as failed.',
  };
}
