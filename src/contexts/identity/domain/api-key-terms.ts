import { apiKeyExpiryRefused } from './errors';

const LONGEST_MS = 366 * 86_400_000;

/** A key that is forgotten must not be good for ever: whoever sets an end sets one within a year. */
export function refuseExpiry(expiresAt: Date | null, now: Date): void {
  if (!expiresAt) return;
  const lifetime = expiresAt.getTime() - now.getTime();
  if (lifetime <= 0) throw apiKeyExpiryRefused('must be in the future');
  if (lifetime > LONGEST_MS) throw apiKeyExpiryRefused('must be within a year');
}
