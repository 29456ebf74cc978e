import { confine } from './confinement';
import { parseAs, refusalFor } from './parse-as';
import { type ParseAnswer, type ParseRequest, type ProcessUsage } from './parser-messages';

/** The process that parses: one document after the other, each with an answer. Its only argument is its memory in MB. */
const LONGEST_CAUSE = 200;

let isTainted = false;

confine(Number(process.argv[2]));
process.on('disconnect', () => process.exit());
// A library's promise that nobody waits for, perhaps of the document before.
process.on('unhandledRejection', () => (isTainted = true));
process.on('message', (request: ParseRequest) => void answer(request));
say({ type: 'started' });

async function answer({ format, bytes }: ParseRequest): Promise<void> {
  try {
    const document = await parseAs(format, bytes);
    say({ type: 'parsed', document, usage: usage() });
  } catch (error) {
    const { kind, code, message: detail } = refusalFor(error);
    say({ type: 'refused', refusal: { kind, code, detail }, cause: causeOf(error), usage: usage() });
  }
}

function say(message: ParseAnswer): void {
  process.send?.(message);
}

function usage(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, isTainted };
}

function causeOf(error: unknown): string {
  return String(error).slice(0, LONGEST_CAUSE);
}
