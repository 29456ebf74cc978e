import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { LinkExternalIdentityHandler } from './commands/link-external-identity.command';
import { SignInExternallyHandler } from './commands/sign-in-externally.command';
import { ExternalIdentities } from './domain/external-identities';
import { IdentityProvider } from './domain/identity-provider';
import { IdentityLinkedMail } from './infrastructure/identity-linked.mail-template';
import { NoIdentityProvider } from './infrastructure/no.identity-provider';
import { OidcIdentityProvider } from './infrastructure/oidc.identity-provider';
import { PostgresExternalIdentities } from './infrastructure/postgres.external-identities';

/** The part of the identity module that takes the word of an OpenID provider. */
export const externalSignIn = [
  { provide: IdentityProvider, inject: [Settings, Clock], useFactory: identityProvider },
  { provide: ExternalIdentities, useClass: PostgresExternalIdentities },
  SignInExternallyHandler,
  LinkExternalIdentityHandler,
  IdentityLinkedMail,
];

function identityProvider(
  { auth: { identityProvider: provider } }: Settings,
  clock: Clock,
): IdentityProvider {
  return provider ? new OidcIdentityProvider(provider, clock) : new NoIdentityProvider();
}
