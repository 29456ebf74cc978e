import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { type FastifyRequest } from 'fastify';
import { Clock } from '../../kernel/clock';
import { Runtime } from '../runtime';
import { digestOf, looksLikeApiKey, readApiKey } from './api-key-format';
import { KeyDirectory } from './key-directory';
import { KeyUses } from './key-uses';
import { NOBODY, type Principal } from './principal';
import { apiKeyExpired, invalidApiKey } from './refusals';
import { RequestStrategy } from './request.strategy';

const ADMIN: Principal = { ...NOBODY, kind: 'admin', role: 'admin' };

const BEARER = /^Bearer (\S+)$/i;

/**
 * `X-API-Key`: a workspace's key, or the platform administrator's. A wrong one is refused, whatever
 * else the request carries. Clients of other protocols can send a workspace's key only as a bearer token:
 * it looks like no access token, so there is no mistaking it.
 */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(RequestStrategy) {
  private readonly administrators: Buffer;

  constructor(
    runtime: Runtime,
    private readonly keys: KeyDirectory,
    private readonly uses: KeyUses,
    private readonly clock: Clock,
  ) {
    super();
    this.administrators = digestOf(runtime.adminKey);
  }

  async validate({ headers }: FastifyRequest): Promise<Principal | null> {
    const key = headers['x-api-key'];
    if (key === undefined) return this.bearer(headers.authorization);
    if (typeof key !== 'string') throw invalidApiKey();
    // Digests are of equal length, as the comparison needs, and hide that of the key.
    const digest = digestOf(key);
    if (timingSafeEqual(digest, this.administrators)) return ADMIN;
    if (!looksLikeApiKey(key)) throw invalidApiKey();
    return this.machine(key, digest);
  }

  private bearer(authorization: string | undefined): Promise<Principal> | null {
    const token = BEARER.exec(authorization ?? '')?.[1];
    return token && looksLikeApiKey(token) ? this.machine(token, digestOf(token)) : null;
  }

  private async machine(key: string, digest: Buffer): Promise<Principal> {
    const named = readApiKey(key);
    const live = named && (await this.keys.find({ ...named, digest }));
    if (!live) throw invalidApiKey();
    if (live.expiresAt !== null && live.expiresAt <= this.clock.now().getTime()) throw apiKeyExpired();
    this.uses.note(named.workspaceId, named.keyId);
    const { role, scopes } = live;
    return { ...NOBODY, ...named, kind: 'key', role, scopes };
  }
}
