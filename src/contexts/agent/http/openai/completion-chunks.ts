import { type AgentReplyView } from '../run-agent.dto';
import { type CompletionFrame, completionUsage } from './chat-completion';
import { urlCitations, withoutMarks } from './url-citations';

interface ChunkOptions {
  readonly includeUsage: boolean;
  send(chunk: object): void;
}

/** An answer in chunks: the role, the words as they come, how it ended and, for who asked for it, the usage. */
export class CompletionChunks {
  private said = '';

  constructor(
    private readonly frame: CompletionFrame,
    private readonly options: ChunkOptions,
  ) {}

  begin(): void {
    this.send({ role: 'assistant', content: '', refusal: null });
  }

  say(content: string): void {
    this.said += content;
    this.send({ content });
  }

  finish({ reply, sources, usage }: AgentReplyView): void {
    const missing = missingFrom(this.said, reply);
    if (missing) this.say(missing);
    const annotations = urlCitations(this.said, sources);
    if (annotations.length > 0) this.send({ annotations });
    this.send({}, 'stop');
    if (this.options.includeUsage) this.sendChunk({ choices: [], usage: completionUsage(usage) });
  }

  private send(delta: object, finish_reason: 'stop' | null = null): void {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason }];
    this.sendChunk({ choices, ...(this.options.includeUsage && { usage: null }) });
  }

  private sendChunk(content: object): void {
    this.options.send({ ...this.frame, object: 'chat.completion.chunk', ...content });
  }
}

/**
 * What of the final reply the reader has not seen. Words that are out cannot be called back: where a planner broke
 * off and another one answered, or a check changed the reply, the whole of it follows after them.
 */
function missingFrom(said: string, reply: string): string {
  if (withoutMarks(said).endsWith(withoutMarks(reply))) return '';
  if (reply.startsWith(said)) return reply.slice(said.length);
  return `\n\n${reply}`;
}
