import { type ErrorKind } from '../../../../../kernel/domain-error';
import { type DocumentFormat, type ParsedDocument } from '../../../domain/parsing/document-parser';

/** What goes to the process; what comes back is an answer, after a first word that it has started. */
export interface ParseRequest {
  readonly format: DocumentFormat;
  readonly bytes: Uint8Array;
}

interface Refusal {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly detail: string;
}

export type ParseAnswer =
  | { readonly type: 'started' }
  | { readonly type: 'parsed'; readonly document: ParsedDocument; readonly usage: ProcessUsage }
  | {
      readonly type: 'refused';
      readonly refusal: Refusal;
      readonly cause: string;
      readonly usage: ProcessUsage;
    };

export interface ProcessUsage {
  readonly cpuMs: number;
  /** Something went wrong that belongs to no document: better a new process than one in doubt. */
  readonly isTainted: boolean;
}
