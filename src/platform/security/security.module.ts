import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens';
import { CsrfTokens } from './csrf-tokens';
import { SessionCookies } from './session-cookies';
import { SigningKeys } from './signing-keys';
import { VerifiedTokens } from './verified-tokens';

/** Tokens and cookies. The strategies and guards need a SessionDirectory: they wake up where one is bound. */
@Global()
@Module({
  providers: [SigningKeys, AccessTokens, VerifiedTokens, CsrfTokens, SessionCookies],
  exports: [AccessTokens, VerifiedTokens, CsrfTokens, SessionCookies],
})
export class SecurityModule {}
