import { type LoggerService } from '@nestjs/common';
import { type Level, type Logger } from 'pino';

/** Nest tells of every module and route at each start: a hundred lines that say what the OpenAPI document says better. */
const CHATTY = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver']);

/** What Nest and all our classes log through. */
export class ParleyLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(CHATTY.has(String(rest.at(-1))) ? 'trace' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest appends the context as the last string; an error may come with its stack, an object with its message. */
  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const texts = rest.filter((item) => typeof item === 'string');
    const context = texts.at(-1);
    const [first] = texts.length > 1 ? texts : [];
    if (typeof message === 'string') {
      const stack = first?.includes('\n') ? first : undefined;
      this.pino[level]({ context, stack, ...fieldsOf(rest) }, message);
    } else {
      this.pino[level]({ context, ...fieldsOf([message]) }, first ?? messageOf(message));
    }
  }
}

function fieldsOf(items: readonly unknown[]): object {
  const given = items.find((item) => typeof item === 'object' && item !== null);
  if (given instanceof Error) return { err: given };
  return given ?? {};
}

function messageOf(message: unknown): string {
  return message instanceof Error ? message.message : '';
}
