import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

const AUDIENCE = 'parley-tests';

interface Key {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly published: JWK;
}

export interface TokenWishes {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly issuer?: string;
  /** What kind of token its header says it is. */
  readonly type?: string;
  readonly audience?: string;
  readonly issuedAt?: number;
  readonly lifetimeSeconds?: number;
}

/** An OpenID provider as far as we see one: a set of keys, and tokens that they sign. */
export class FakeIdentityProvider {
  /** How often its keys were fetched. */
  fetches = 0;
  isDown = false;

  private constructor(
    private readonly server: Server,
    private readonly keys: readonly Key[],
  ) {}

  static async start(algorithm = 'RS256'): Promise<FakeIdentityProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const provider = new FakeIdentityProvider(server, [await newKey('first', algorithm)]);
    server.on('request', (_request, response) => {
      provider.fetches++;
      if (provider.isDown) return response.writeHead(503).end();
      const keys = provider.keys.map(({ published }) => published);
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
    });
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What the application needs to know. */
  get environment(): Record<string, string> {
    return {
      OIDC_ISSUER: this.issuer,
      OIDC_AUDIENCE: AUDIENCE,
      OIDC_JWKS_URL: `${this.issuer}/.well-known/jwks.json`,
    };
  }

  token(subject: string, wishes: TokenWishes = {}): Promise<string> {
    const { claims, issuer = this.issuer, audience = AUDIENCE, lifetimeSeconds = 60 } = wishes;
    const issuedAt = wishes.issuedAt ?? Math.floor(Date.now() / 1_000);
    const { kid, alg, privateKey } = this.keys[0]!;
    return new SignJWT({ email: `${subject}@example.com`, email_verified: true, name: 'Grace', ...claims })
      .setProtectedHeader({ alg, kid, typ: wishes.type })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

async function newKey(kid: string, alg: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, published: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}
