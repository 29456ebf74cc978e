import { Global, Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens';
import { CsrfTokens } from './csrf-tokens';
import { DerivedSecrets } from './derived-secrets';
import { JwksController } from './jwks.controller';
import { SealedIds } from './sealed-ids';
import { SecretBox } from './secret-box';
import { SessionCookies } from './session-cookies';
import { SigningKeys } from './signing-keys';
import { VerifiedTokens } from './verified-tokens';

/** Tokens and cookies. The strategies and guards need a SessionDirectory: they wake up where one is bound. */
@Global()
@Module({
  controllers: [JwksController],
  providers: [
    SigningKeys,
    AccessTokens,
    VerifiedTokens,
    CsrfTokens,
    SessionCookies,
    SealedIds,
    SecretBox,
    DerivedSecrets,
  ],
  exports: [AccessTokens, VerifiedTokens, CsrfTokens, SessionCookies, SealedIds, SecretBox, DerivedSecrets],
})
export class SecurityModule {}
