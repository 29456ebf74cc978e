import { BreachedPasswords } from '../domain/breached-passwords';

/** Where no service is configured; the list that ships with the product still holds. */
export class NoBreachedPasswords extends BreachedPasswords {
  has(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
