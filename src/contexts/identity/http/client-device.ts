import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Device } from '../commands/device';

const LONGEST_AGENT = 256;

export const ClientDevice = createParamDecorator((_: unknown, context: ExecutionContext): Device => {
  const { headers, ip } = context.switchToHttp().getRequest<FastifyRequest>();
  return { userAgent: headers['user-agent']?.slice(0, LONGEST_AGENT) ?? null, address: ip };
});
