import { Logger } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error';
import { type ToolContext } from '../domain/tool';
import { type SettledResult } from '../domain/tool-ledger';
import { presentable, presentableText } from '../domain/tool-output';
import { type Tool, type ToolInput } from '../domain/tool-registry';

const logger = new Logger('Tools');

/**
 * Runs a tool within its time and says how that went. What failed may have had its effect all the same, unless the
 * tool refused or can simply be run again: then it is `unknown`, and nobody tries it a second time.
 */
export async function runTool(
  tool: Tool,
  input: ToolInput,
  context: ToolContext,
  effectId: string,
): Promise<SettledResult> {
  const { name, timeoutMs, effect } = tool.definition;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([context.signal, deadline]);
  try {
    const output = await orAborted(tool.run(input, { ...context, signal }, effectId), signal);
    return { kind: 'done', output: presentable(output) };
  } catch (error) {
    if (!(error instanceof DomainError) && !signal.aborted)
      logger.error(`The tool ${name} broke in the run ${context.runId}`, (error as Error).stack);
    const isHarmless = effect === 'read' || tool.isRepeatable || isRefusal(error);
    return { kind: isHarmless ? 'failed' : 'unknown', reason: reasonOf(error, deadline.aborted) };
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof DomainError && error.kind !== 'unavailable';
}

function reasonOf(error: unknown, isLate: boolean): string {
  if (error instanceof DomainError) return presentableText(error.message);
  return isLate ? 'It took too long.' : 'It broke off.';
}

/** A tool that does not listen to its signal must not hold up the run. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
