import { isEmail } from 'class-validator';
import { createRemoteJWKSet, errors, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose';
import { type IdentityProviderSettings } from '../../../../config/settings';
import { type Clock } from '../../../kernel/clock';
import { isStorable } from '../../../platform/http/text-rules';
import { identityProviderDown } from '../domain/external-errors';
import { IdentityProvider, type VouchedPerson } from '../domain/identity-provider';

const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
const CLOCK_SKEW_SECONDS = 60;
const LONGEST_SUBJECT = 255;
const LONGEST_EMAIL = 254;
const LONGEST_NAME = 120;
/** What says nothing about the token. */
const OUR_TROUBLE = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/** Verifies ID tokens. The keys are fetched when one is not known, at most every half minute. */
export class OidcIdentityProvider extends IdentityProvider {
  readonly isAvailable = true;
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(
    private readonly settings: IdentityProviderSettings,
    private readonly clock: Clock,
  ) {
    super();
    this.keys = createRemoteJWKSet(new URL(settings.jwksUrl), {
      timeoutDuration: 3_000,
      cooldownDuration: 30_000,
      cacheMaxAge: 600_000,
    });
  }

  async verify(token: string): Promise<VouchedPerson | null> {
    const { issuer, audience } = this.settings;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        requiredClaims: ['sub', 'iat', 'exp'],
        currentDate: this.clock.now(),
      });
      return isIdToken(protectedHeader) ? vouchedPersonOf(issuer, payload) : null;
    } catch (error) {
      if (error instanceof errors.JOSEError && !OUR_TROUBLE.has(error.code)) return null;
      throw identityProviderDown();
    }
  }
}

/** Providers sign other things for us under the same keys, such as word that somebody signed out: those say so. */
function isIdToken({ typ }: JWTHeaderParameters): boolean {
  return typ === undefined || typ.toUpperCase() === 'JWT';
}

function vouchedPersonOf(
  issuer: string,
  { sub, email, email_verified, name }: JWTPayload,
): VouchedPerson | null {
  const subject = plainText(sub, LONGEST_SUBJECT);
  if (!subject) return null;
  const address = email_verified === true ? plainText(email, LONGEST_EMAIL) : null;
  // Another spelling would be another account beside the one that its owner has.
  const isOurSpelling = address !== null && isEmail(address);
  return { issuer, subject, email: isOurSpelling ? address : null, name: plainText(name, LONGEST_NAME) };
}

/** The provider's words are not ours: what cannot be stored or is too long is no value. */
function plainText(claim: unknown, most: number): string | null {
  if (typeof claim !== 'string' || claim.trim() === '' || claim.length > most) return null;
  return isStorable(claim) ? claim : null;
}
