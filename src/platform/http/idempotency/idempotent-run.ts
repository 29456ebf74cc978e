import { type CallHandler, HttpException, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { lastValueFrom } from 'rxjs';
import { DomainError, type ErrorKind } from '../../../kernel/domain-error';
import { problemOf } from '../problem';
import { problemText } from '../problem-filter';
import { type IdempotencyKeys, type KeyScope } from './idempotency-keys';
import { withhold } from './withheld';

/** The same request would be refused tomorrow, too. */
const FINAL = new Set<ErrorKind>(['invalid', 'forbidden', 'not_found', 'gone', 'unprocessable']);

/** The one request that holds the key: what becomes of the key is decided by how it ends. */
export class IdempotentRun {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly scope: KeyScope,
    private readonly lease: string,
    private readonly withheld: readonly string[],
  ) {}

  async of(next: CallHandler, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    let result: unknown;
    try {
      result = await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      await this.note(this.afterFailure(error, request));
      throw error;
    }
    await this.note(this.afterAnswer(result, reply));
    return result;
  }

  private afterAnswer(result: unknown, reply: FastifyReply): Promise<void> {
    // A stream cannot be replayed: a retry after its end reaches the handler, under the same id.
    if (result instanceof Readable) return this.afterStream(result);
    if (reply.sent || reply.raw.headersSent) return this.keys.endLease(this.scope, this.lease);
    const body = result === undefined ? null : JSON.stringify(withhold(result, this.withheld));
    return this.keys.keep(this.scope, { status: reply.statusCode, body });
  }

  private afterStream(stream: Readable): Promise<void> {
    stream.once('close', () => void this.note(this.keys.endLease(this.scope, this.lease)));
    return Promise.resolve();
  }

  private afterFailure(error: unknown, request: FastifyRequest): Promise<void> {
    if (isFinal(error)) {
      const problem = problemOf(error);
      return this.keys.keep(this.scope, { status: problem.status, body: problemText(problem, request) });
    }
    const nothingHappened =
      problemOf(error).status < 500 && (isRefusal(error) || error instanceof HttpException);
    return nothingHappened
      ? this.keys.release(this.scope, this.lease)
      : this.keys.endLease(this.scope, this.lease);
  }

  /** The effect stands whether or not it could be noted: without the note the lease runs out by itself. */
  private async note(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      new Logger('Idempotency').warn(
        { err: error },
        'the outcome of a request could not be kept under its key',
      );
    }
  }
}

const isRefusal = (error: unknown): error is DomainError => error instanceof DomainError;

function isFinal(error: unknown): boolean {
  return isRefusal(error) && FINAL.has(error.kind) && error.code !== 'validation_failed';
}
