import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { uuidv7 } from '../../../kernel/ids';

const effectIds = new WeakMap<FastifyRequest, string>();

export function rememberEffectId(request: FastifyRequest, effectId: string): void {
  effectIds.set(request, effectId);
}

/**
 * The id for the thing that this request creates: the same one for every retry with the same
 * Idempotency-Key, so that a retry after a crash meets its own effect; a fresh one without a key.
 */
export const EffectId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  return effectIds.get(context.switchToHttp().getRequest<FastifyRequest>()) ?? uuidv7();
});
