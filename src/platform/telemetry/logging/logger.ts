import {
  type DestinationStream,
  destination,
  type Logger,
  type LoggerOptions,
  pino,
  stdTimeFunctions,
} from 'pino';
import { type LogLevel } from '../../../../config/settings';
import { requestContext } from '../request-context';
import { maskText } from './mask-text';
import { redact } from './redact';

const BASE: LoggerOptions = {
  timestamp: stdTimeFunctions.isoTime,
  formatters: {
    level: (label) => ({ level: label }),
    log: (fields) => redact(fields) as Record<string, unknown>,
  },
  // What is redacted already would be taken for an object of the caller's.
  serializers: { err: (error: unknown) => error },
  mixin: () => ({ reqId: requestContext.getStore()?.requestId }),
  // The given fields win over those of the request in hand.
  mixinMergeStrategy: (given, mixed) => ({ ...mixed, ...given }),
  hooks: {
    logMethod(args, method) {
      method.apply(
        this,
        args.map((arg) => (typeof arg === 'string' ? maskText(arg) : arg)) as Parameters<typeof method>,
      );
    },
  },
};

/** JSON lines that hold no secret and no personal data, whatever they were given. */
export function createLogger(level: LogLevel, stream: DestinationStream = standardOutput()): Logger {
  return pino({ ...BASE, level }, stream);
}

/** For lines whose fields are ids and numbers by construction: nothing in them needs to be looked through. */
export function createPlainLogger(level: LogLevel, stream: DestinationStream): Logger {
  return pino({ timestamp: BASE.timestamp, formatters: { level: BASE.formatters!.level! }, level }, stream);
}

/** Gathered lines go out together, at the latest after a fifth of a second, and at exit. */
export function standardOutput(): DestinationStream {
  return destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 200 });
}
