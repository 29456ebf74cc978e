import { type ChildProcess } from 'node:child_process';
import { type DomainError } from '../../../../../kernel/domain-error';
import { parserCrashed, parserOutOfMemory, parserTimeout } from '../../../domain/parsing/parsing-errors';

const OUT_OF_MEMORY = /out of memory|allocation failed|\bOOM\b|bad_alloc/i;
/** Its own watchdog and the kernel kill so; V8 aborts. */
const MEMORY_SIGNALS: ReadonlySet<string> = new Set(['SIGKILL', 'SIGABRT']);

/** Why a process ended that nobody here has ended. */
export function causeOfDeath({ signalCode }: ChildProcess, stderr: string): DomainError {
  if (signalCode === 'SIGXCPU') return parserTimeout();
  if (MEMORY_SIGNALS.has(signalCode ?? '') || OUT_OF_MEMORY.test(stderr)) return parserOutOfMemory();
  return parserCrashed();
}
