import { type OnApplicationShutdown } from '@nestjs/common';
import { DocumentParser, type ParsedDocument, type UploadedFile } from '../../domain/parsing/document-parser';
import { recogniseFormat } from '../../domain/parsing/recognise-format';
import { ParserProcesses } from './child/parser-processes';
import { PROCESS_LIMITS, type ProcessLimits } from './child/process-limits';
import { parseMarkdown, parseText } from './text/parse-plain';

/**
 * Reads text and Markdown here, where they cost next to nothing. Everything that has to be unpacked or built up into a
 * tree goes to a process of its own: what is too large for memory takes down the process that it is read in, threads
 * included.
 */
export class ChildProcessParser extends DocumentParser implements OnApplicationShutdown {
  private readonly processes: ParserProcesses;

  constructor(limits: ProcessLimits = PROCESS_LIMITS) {
    super();
    this.processes = new ParserProcesses(limits);
  }

  async parse({ bytes, name }: UploadedFile, signal: AbortSignal): Promise<ParsedDocument> {
    signal.throwIfAborted();
    const format = recogniseFormat(bytes, name);
    if (format === 'text') return parseText(bytes);
    if (format === 'markdown') return parseMarkdown(bytes);
    return this.processes.parse({ format, bytes }, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.processes.close();
  }
}
