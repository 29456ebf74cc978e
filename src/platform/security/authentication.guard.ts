import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { DomainError } from '../../kernel/domain-error';
import { AccessTokenStrategy } from './access-token.strategy';
import { ApiKeyStrategy } from './api-key.strategy';
import { requestContext } from '../telemetry/request-context';
import { type Principal } from './principal';
import { notAuthenticated } from './refusals';
import { policyOf } from './route-policy';

/** Who calls? Without @Public() nobody gets further anonymously. */
@Injectable()
export class AuthenticationGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    apiKey: ApiKeyStrategy,
    accessToken: AccessTokenStrategy,
  ) {
    super({ defaultStrategy: [apiKey.name, accessToken.name] });
  }

  override canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const policy = policyOf(this.reflector, context);
    if (policy?.allows === 'everybody' && !policy.recognisesCaller) return true;
    return super.canActivate(context) as Promise<boolean>;
  }

  override handleRequest<P>(
    error: unknown,
    principal: P | false,
    _info: unknown,
    context: ExecutionContext,
  ): P {
    if (!error && principal) return nameActor(principal);
    const refusal = error ?? notAuthenticated();
    const isRefusal = refusal instanceof DomainError && refusal.kind === 'unauthenticated';
    if (isRefusal && policyOf(this.reflector, context)?.allows === 'everybody') return null as P;
    throw refusal as Error;
  }
}

/** For the audit log, from here to the end of the request. */
function nameActor<P>(principal: P): P {
  const { kind, userId, keyId } = principal as Principal;
  const store = requestContext.getStore();
  if (store) store.actor = { kind, id: userId ?? keyId };
  return principal;
}
