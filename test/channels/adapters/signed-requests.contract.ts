import {
  type ChannelAdapter,
  type Credentials,
  type ProviderRequest,
} from '../../../src/contexts/channels/domain/channel-adapter';

export const NOW = new Date('2026-11-24T12:00:00.000Z');
export const PUBLIC_URL = 'https://parley.example/api/v1/channels/0198c0de/webhook';

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** As the platform hands it over: names in small letters, every value by itself. */
export function providerRequest(
  body: string | Buffer,
  headers: Headers = {},
  publicUrl = PUBLIC_URL,
): ProviderRequest {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat()]);
  return {
    ...{ publicUrl, receivedAt: NOW, rawBody: Buffer.from(body) },
    headers: Object.fromEntries(named) as ProviderRequest['headers'],
  };
}

export interface SignedScheme {
  readonly adapter: ChannelAdapter;
  readonly body: string;
  /** Says the same in other bytes. */
  readonly reEncodedBody: string;
  /** The present one, the former one, and that of somebody else. */
  readonly secrets: readonly [string, string, string];
  readonly credentialsOf: (secrets: readonly string[]) => Credentials;
  readonly sign: (body: string, secret: string, at: Date) => Headers;
  readonly signatureHeader: string;
  /** Null where the scheme has no time. */
  readonly timestampHeader: string | null;
}

const secondsFromNow = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);

/** What holds for every provider that signs its requests, whatever it signs them with. */
export function describeSignedRequests(scheme: SignedScheme): void {
  const { adapter, body, reEncodedBody, secrets, credentialsOf, sign, signatureHeader, timestampHeader } =
    scheme;
  const [present, former, foreign] = secrets;
  const refusal = (headers: Headers, known: readonly string[] = [present], bytes: string | Buffer = body) =>
    adapter.refusalOf(providerRequest(bytes, headers), credentialsOf(known));
  const signed = (secret: string = present, at: Date = NOW) => sign(body, secret, at);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(signed()).filter(([header]) => header.toLowerCase() !== name));
  const doubled = (name: string) =>
    Object.fromEntries(
      Object.entries(signed()).map(([header, value]) =>
        header.toLowerCase() === name ? [header, [value, value].flat()] : [header, value],
      ),
    );
  const needed = [signatureHeader, ...(timestampHeader ? [timestampHeader] : [])];

  it('takes what the provider has signed, over the bytes as they came [W1] [CH-22]', () => {
    expect(refusal(signed())).toBeNull();
    expect(refusal(signed(), [present], reEncodedBody)).not.toBeNull();
  });

  it('refuses a request with any one bit of its body changed [W2]', () => {
    const bytes = Buffer.from(body);
    const headers = signed();
    for (let at = 0; at < bytes.length; at++) {
      const tampered = Buffer.from(bytes);
      tampered[at]! ^= 1;
      expect(refusal(headers, [present], tampered)).not.toBeNull();
    }
    expect(refusal(signed(), [present], bytes.subarray(0, -1))).not.toBeNull();
  });

  it.each(needed)('refuses a request without exactly one %s [W2]', (name) => {
    expect(refusal(without(name))).not.toBeNull();
    expect(refusal(doubled(name))).not.toBeNull();
    expect(refusal({ ...signed(), [name]: '' })).not.toBeNull();
    expect(refusal({ ...signed(), [name]: 'ü'.repeat(64) })).not.toBeNull();
  });

  it('knows a changed secret beside the former one, and no third [W4]', () => {
    const both = [present, former];
    expect([present, former, foreign].map((secret) => refusal(signed(secret), both) === null)).toEqual([
      true,
      true,
      false,
    ]);
    expect(refusal(signed(former), [present])).not.toBeNull();
  });

  it('refuses what another account has signed, and everything while it has no secret [W5]', () => {
    expect(refusal(signed(foreign))).not.toBeNull();
    expect(refusal(signed(), [])).not.toBeNull();
  });

  if (timestampHeader === null) return;

  it('refuses what is older or newer than five minutes [W3]', () => {
    expect([-300, 0, 300].map((seconds) => refusal(signed(present, secondsFromNow(seconds))))).toEqual([
      null,
      null,
      null,
    ]);
    for (const seconds of [-301, 301, 3_600, -86_400])
      expect(refusal(signed(present, secondsFromNow(seconds)))).not.toBeNull();
  });

  it('refuses a signature under the time of another request [W2]', () => {
    const later = sign(body, present, secondsFromNow(1));
    expect(refusal({ ...signed(), [timestampHeader]: later[timestampHeader]! })).not.toBeNull();
  });
}
