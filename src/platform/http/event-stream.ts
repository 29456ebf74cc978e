import { Readable } from 'node:stream';
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';

const HEARTBEAT_MS = 15_000;

/** Server-sent events as a response body. Destroyed by Fastify when the client goes away, which aborts `signal`. */
export class EventStream extends Readable {
  private readonly gone = new AbortController();
  private readonly heartbeat = setInterval(() => this.push(': still here\n\n'), HEARTBEAT_MS);
  private sent = 0;

  constructor(private readonly idPrefix: () => string) {
    super();
  }

  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Without an id of its own an event is numbered. */
  send(event: string, data: unknown, id = `${this.idPrefix()}:${++this.sent}`): void {
    if (this.destroyed) return;
    this.push(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Without a name and an id, for protocols that know neither. */
  sendData(data: string): void {
    if (!this.destroyed) this.push(`data: ${data}\n\n`);
  }

  end(): void {
    clearInterval(this.heartbeat);
    if (!this.destroyed) this.push(null);
  }

  override _read(): void {
    // Events are pushed as they happen; there is nothing to fetch.
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.heartbeat);
    this.gone.abort(new Error('The client went away'));
    done(error);
  }
}

@Injectable()
class EventStreamHeaders implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap((answer) => {
        if (!(answer instanceof EventStream)) return;
        const reply = context.switchToHttp().getResponse<FastifyReply>();
        void reply
          .header('content-type', 'text/event-stream; charset=utf-8')
          .header('x-accel-buffering', 'no');
      }),
    );
  }
}

/** For routes that may answer with an EventStream. */
export function StreamsEvents(): MethodDecorator {
  return applyDecorators(UseInterceptors(EventStreamHeaders));
}
