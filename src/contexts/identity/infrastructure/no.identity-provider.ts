import { IdentityProvider } from '../domain/identity-provider';

export class NoIdentityProvider extends IdentityProvider {
  readonly isAvailable = false;

  verify(): Promise<null> {
    return Promise.resolve(null);
  }
}
