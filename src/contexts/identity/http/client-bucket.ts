import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { addressBucket } from '../../../platform/http/rate-limit/client-address';

/** Where attempts at somebody's secrets are counted: the client's address, or its network. */
export const ClientBucket = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  addressBucket(context.switchToHttp().getRequest<FastifyRequest>().ip),
);
