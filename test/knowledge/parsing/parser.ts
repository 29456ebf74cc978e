import { type ParsedDocument } from '../../../src/contexts/knowledge/domain/parsing/document-parser';
import { ChildProcessParser } from '../../../src/contexts/knowledge/infrastructure/parsing/child-process.parser';
import {
  PROCESS_LIMITS,
  type ProcessLimits,
} from '../../../src/contexts/knowledge/infrastructure/parsing/child/process-limits';
import { fileOf } from '../../support/document-files';

export const never = new AbortController().signal;

export class TestParser {
  readonly parser: ChildProcessParser;

  constructor(limits: Partial<ProcessLimits> = {}) {
    this.parser = new ChildProcessParser({ ...PROCESS_LIMITS, ...limits });
  }

  parse(bytes: Uint8Array | string, signal: AbortSignal = never): Promise<ParsedDocument> {
    return this.parser.parse(fileOf(bytes), signal);
  }

  /** The format, or the code of the refusal. */
  async outcome(bytes: Uint8Array | string): Promise<string> {
    try {
      return (await this.parse(bytes)).format;
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  }

  stop(): Promise<void> {
    return this.parser.onApplicationShutdown();
  }
}
