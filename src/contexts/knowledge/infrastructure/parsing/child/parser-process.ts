import { type ChildProcess } from 'node:child_process';
import { Logger } from '@nestjs/common';
import { DomainError } from '../../../../../kernel/domain-error';
import { type ParsedDocument } from '../../../domain/parsing/document-parser';
import { parserCrashed, parserTimeout, parserUnavailable } from '../../../domain/parsing/parsing-errors';
import { causeOfDeath } from './cause-of-death';
import { type ParseAnswer, type ParseRequest, type ProcessUsage } from './parser-messages';

const START_MS = 30_000;
const KEPT_OF_STDERR = 4_000;

const log = new Logger('DocumentParser');

/** One process, seen from here. It has at most one document in hand; whatever ends it fails that one alone. */
export class ParserProcess {
  documents = 0;
  usage: ProcessUsage = { cpuMs: 0, isTainted: false };

  private stderr = '';
  /** Why it has ended, or is about to. */
  private verdict: unknown;
  private readonly ended: Promise<unknown>;

  constructor(private readonly child: ChildProcess) {
    this.ended = new Promise((resolve) => {
      child.once('close', resolve);
      child.once('error', resolve);
    });
    this.onceEnded(() => (this.verdict ??= causeOfDeath(this.child, this.stderr)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-KEPT_OF_STDERR);
    });
  }

  get isUsable(): boolean {
    return this.verdict === undefined;
  }

  onceEnded(then: () => void): void {
    void this.ended.then(then);
  }

  async start(signal: AbortSignal): Promise<void> {
    try {
      await this.nextAnswer(signal, START_MS);
    } catch {
      signal.throwIfAborted();
      log.error(`A parser did not start: ${this.stderr.trim() || 'it said nothing'}`);
      throw parserUnavailable();
    }
  }

  async parse(request: ParseRequest, signal: AbortSignal, wallMs: number): Promise<ParsedDocument> {
    this.keepAlive(true);
    this.documents++;
    try {
      const answer = this.nextAnswer(signal, wallMs);
      this.child.send(request, (error) => {
        if (error) this.kill(parserUnavailable());
      });
      return this.documentFrom(await answer);
    } finally {
      this.keepAlive(false);
    }
  }

  /** Whatever it has in hand fails for this reason. */
  kill(verdict: unknown): void {
    this.verdict ??= verdict;
    this.child.kill('SIGKILL');
  }

  async end(): Promise<void> {
    // Otherwise nothing may be left that waits, and this process ends in the middle of its own end.
    this.keepAlive(true);
    this.kill(parserUnavailable());
    await this.ended;
  }

  private async nextAnswer(signal: AbortSignal, withinMs: number): Promise<ParseAnswer> {
    const timer = setTimeout(() => this.kill(parserTimeout()), withinMs);
    const abort = (): void => this.kill(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    try {
      return await new Promise((resolve, reject) => {
        this.child.once('message', (answer) => resolve(answer as ParseAnswer));
        void this.ended.then(() => reject(this.verdict as Error));
      });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }

  private documentFrom(answer: ParseAnswer): ParsedDocument {
    if (answer.type === 'started') throw parserCrashed();
    this.usage = answer.usage;
    if (answer.type === 'parsed') return answer.document;
    log.debug(`Refused a document (${answer.refusal.code}): ${answer.cause}`);
    throw new DomainError(answer.refusal);
  }

  /** Between two documents it must not hold up the end of this process. */
  private keepAlive(isBusy: boolean): void {
    const { child } = this;
    if (isBusy) {
      child.ref();
      child.channel?.ref();
    } else {
      child.unref();
      child.channel?.unref();
    }
  }
}
