import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { type FastifyRequest } from 'fastify';
import { Runtime } from '../runtime';
import { type Principal } from './principal';
import { invalidApiKey } from './refusals';
import { RequestStrategy } from './request.strategy';

const ADMIN: Principal = { kind: 'admin', userId: null, sessionId: null, workspaceId: null, role: 'admin' };

/** `X-API-Key`: the platform administrator's key. A wrong one is refused, whatever else the request carries. */
@Injectable()
export class AdminKeyStrategy extends PassportStrategy(RequestStrategy) {
  private readonly expected: Buffer;

  constructor(runtime: Runtime) {
    super();
    this.expected = digest(runtime.adminKey);
  }

  validate({ headers }: FastifyRequest): Principal | null {
    const key = headers['x-api-key'];
    if (key === undefined) return null;
    if (typeof key !== 'string' || !timingSafeEqual(digest(key), this.expected)) throw invalidApiKey();
    return ADMIN;
  }
}

/** Digests are of equal length, as the comparison needs, and hide that of the key. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
