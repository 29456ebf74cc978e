import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { from, type Observable } from 'rxjs';
import { DomainError } from '../../../kernel/domain-error';
import { principalOf } from '../../security/principal';
import { RenderedProblem } from '../problem';
import { IdempotentRun } from './idempotent-run';
import { rememberEffectId } from './effect-id';
import { IdempotencyKeys, type KeyScope, type StoredAnswer } from './idempotency-keys';
import { hashRequest, parseIdempotencyKey } from './idempotency-key';
import { WITHHELD } from './withheld';

/** Stands for the workspace of a caller who is in none; no workspace has this id. */
const NO_WORKSPACE = '00000000-0000-0000-0000-000000000000';

/**
 * Without the header nothing is done. Nobody's requests (public routes) are not replayed either:
 * there is no telling whose the stored answer would be, and it may hold tokens.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const scope = scopeOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (!scope) return next.handle();
    return from(this.once(scope, context, next));
  }

  private async once(scope: KeyScope, context: ExecutionContext, next: CallHandler) {
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const claim = await this.keys.claim(scope, hashRequest(request));
    switch (claim.state) {
      case 'mine': {
        rememberEffectId(request, claim.effectId);
        const withheld = this.reflector.get<readonly string[]>(WITHHELD, context.getHandler());
        return new IdempotentRun(this.keys, scope, claim.lease, withheld).of(next, request, reply);
      }
      case 'answered':
        return replay(reply, claim.answer);
      case 'running':
        throw refusal(
          'conflict',
          'idempotency_in_progress',
          'The first request with this key is still running.',
        );
      case 'reused':
        throw refusal(
          'unprocessable',
          'idempotency_key_reused',
          'This key came with another request before.',
        );
    }
  }
}

function scopeOf(request: FastifyRequest): KeyScope | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  const key = parseIdempotencyKey(header);
  const caller = principalOf(request);
  if (!caller) return null;
  return {
    workspaceId: caller.workspaceId ?? NO_WORKSPACE,
    principal: `${caller.kind}:${caller.userId ?? caller.keyId ?? ''}`,
    route: `${request.method} ${request.routeOptions.url}`,
    key,
  };
}

function replay(reply: FastifyReply, { status, body }: StoredAnswer): unknown {
  void reply.header('idempotency-replayed', 'true');
  if (status >= 400) throw new RenderedProblem(status, body ?? '');
  if (body === null) return undefined;
  // Nest would send a string as text: the type makes it the JSON that it is.
  void reply.type('application/json; charset=utf-8');
  return body;
}

function refusal(kind: 'conflict' | 'unprocessable', code: string, detail: string): DomainError {
  return new DomainError({ kind, code, detail, ...(kind === 'conflict' && { retryAfterSeconds: 1 }) });
}
