export type OutboundMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface OutboundRequest {
  readonly method: OutboundMethod;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** What holds for everybody can be made stricter here, never laxer. */
  readonly limits?: Partial<OutboundLimits>;
  /** Media types that are taken, such as `text/html` or `image/*`; any, where none is named. */
  readonly accepts?: readonly string[];
  /** Whether a body beyond the limit is refused, or what comes after it is not read. */
  readonly beyondLimit?: 'refuse' | 'cut';
  /** A redirect of anything but GET and HEAD is the answer, unless it may be followed by a GET without the body. */
  readonly redirectsToGet?: boolean;
}

export interface OutboundLimits {
  readonly connectMs: number;
  /** From the first look-up to the last byte, over all redirects. */
  readonly totalMs: number;
  /** Of the body, as it is after decoding. */
  readonly bytes: number;
  /** With none, a redirect is the answer. */
  readonly redirects: number;
}

export const OUTBOUND_LIMITS: OutboundLimits = {
  connectMs: 5_000,
  totalMs: 15_000,
  bytes: 10 * 1024 * 1024,
  redirects: 3,
};

/** An answer without its raw headers: whoever shows it cannot show what was not meant to be shown. */
export interface OutboundAnswer {
  readonly status: number;
  /** In small letters and without parameters. */
  readonly contentType: string | null;
  readonly charset: string | null;
  readonly headers: Readonly<Partial<Record<SafeHeader, string>>>;
  readonly bytes: Buffer;
  readonly finalUrl: string;
}

export const SAFE_HEADERS = ['retry-after', 'etag', 'last-modified'] as const;
type SafeHeader = (typeof SAFE_HEADERS)[number];

/**
 * Requests to addresses that a tenant named. Nothing private can be reached by them, whatever a name resolves
 * to and wherever a server redirects; they carry no cookies and none of our own credentials. Rejects with
 * `outbound_refused` (asking again is of no use), `outbound_unreachable`, `outbound_broken_off`, `outbound_timeout`,
 * `outbound_too_large` or `outbound_wrong_type`. An answer of any status is an answer.
 */
export abstract class SafeHttp {
  /** Throws what can be said against the address without asking anybody: for forms that take one. */
  abstract check(url: string): void;
  abstract request(request: OutboundRequest): Promise<OutboundAnswer>;
}
