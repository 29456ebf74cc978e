import { applyDecorators, type CustomDecorator, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';

/** What an API key can be made for. */
export const SCOPES = [
  'knowledge:read',
  'knowledge:write',
  'agents:run',
  'agents:read',
  'conversations:read',
  'conversations:write',
  'channels:ingest',
] as const;
export type Scope = (typeof SCOPES)[number];

export const NEEDED_SCOPE = Symbol('needed scope');

/** What a key must be for to call this route, besides having one of its roles. People need no scope. */
export function NeedsScope(scope: Scope): MethodDecorator & ClassDecorator {
  const needed: CustomDecorator<symbol> = SetMetadata(NEEDED_SCOPE, scope);
  return applyDecorators(needed, ApiExtension('x-scope', scope), ApiSecurity('apiKey'));
}
