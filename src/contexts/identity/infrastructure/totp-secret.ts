import { Secret, TOTP } from 'otpauth';

const ISSUER = 'Parley';
const PERIOD_SECONDS = 30;
/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20;
/** Clocks of phones are seldom more than a step off. */
const STEPS_AROUND = 1;

export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What the QR code says that an authenticator app reads. */
export function otpauthUrlOf(secret: string, account: string): string {
  return totpOf(secret, account).toString();
}

/** The step of time whose code it is; null when it is the code of none nearby. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: STEPS_AROUND });
  return delta === null ? null : Math.floor(timestamp / 1_000 / PERIOD_SECONDS) + delta;
}

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
}
