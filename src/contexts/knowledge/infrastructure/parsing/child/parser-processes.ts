import { Logger } from '@nestjs/common';
import { type ParsedDocument } from '../../../domain/parsing/document-parser';
import { parserUnavailable } from '../../../domain/parsing/parsing-errors';
import { type ParseRequest } from './parser-messages';
import { ParserProcess } from './parser-process';
import { CPU_MS_PER_PROCESS, type ProcessLimits } from './process-limits';
import { HAS_KERNEL_LIMITS, spawnParser } from './spawn-parser';
import { Turns } from './turns';

/** A few processes that are kept warm between documents: starting one takes several times as long as a document. */
export class ParserProcesses {
  private readonly log = new Logger('DocumentParser');
  private readonly turns: Turns;
  private readonly running = new Set<ParserProcess>();
  private readonly idle = new Map<ParserProcess, NodeJS.Timeout>();
  private withKernelLimits = HAS_KERNEL_LIMITS;
  private isClosed = false;

  constructor(private readonly limits: ProcessLimits) {
    this.turns = new Turns(limits.processes);
  }

  async parse(request: ParseRequest, signal: AbortSignal): Promise<ParsedDocument> {
    await this.turns.take(signal);
    try {
      const process = this.takeIdle() ?? (await this.start(signal));
      try {
        return await process.parse(request, signal, this.limits.wallMs);
      } finally {
        this.keepOrEnd(process);
      }
    } finally {
      this.turns.give();
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.running].map((process) => process.end()));
  }

  private takeIdle(): ParserProcess | undefined {
    for (const [process, timer] of this.idle) {
      clearTimeout(timer);
      this.idle.delete(process);
      if (process.isUsable) return process;
    }
    return undefined;
  }

  private async start(signal: AbortSignal): Promise<ParserProcess> {
    try {
      return await this.launch(signal);
    } catch (error) {
      if (signal.aborted || this.isClosed || !this.withKernelLimits) throw error;
      // Another version of Node may want more addresses than there are; its other limits hold all the same.
      this.log.warn('A parser did not start under the limits of prlimit; trying without them.');
      this.withKernelLimits = false;
      return this.launch(signal);
    }
  }

  private async launch(signal: AbortSignal): Promise<ParserProcess> {
    if (this.isClosed) throw parserUnavailable();
    const process = new ParserProcess(spawnParser(this.limits.memoryMegabytes, this.withKernelLimits));
    this.running.add(process);
    process.onceEnded(() => this.running.delete(process));
    await process.start(signal);
    return process;
  }

  private keepOrEnd(process: ParserProcess): void {
    if (!process.isUsable) return;
    const { documents, usage } = process;
    const isSpent =
      documents >= this.limits.documentsPerProcess || usage.cpuMs >= CPU_MS_PER_PROCESS || usage.isTainted;
    if (isSpent || this.isClosed) return process.kill(parserUnavailable());
    const timer = setTimeout(() => process.kill(parserUnavailable()), this.limits.idleMs).unref();
    this.idle.set(process, timer);
  }
}
