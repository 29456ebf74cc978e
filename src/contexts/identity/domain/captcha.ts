export abstract class Captcha {
  /** Whether this installation has one at all. */
  abstract readonly isAvailable: boolean;
  /** False too when nobody can say. */
  abstract verify(token: string, address: string | null): Promise<boolean>;
}
