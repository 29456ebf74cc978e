export type Role = 'all' | 'api' | 'worker';
export type Mode = 'development' | 'production' | 'test';
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Everything that can be configured, validated and typed; also the injection token. */
export abstract class Settings {
  abstract readonly mode: Mode;
  abstract readonly role: Role;
  abstract readonly logLevel: LogLevel;
  abstract readonly dataDirectory: string;
  abstract readonly http: HttpSettings;
  abstract readonly database: DatabaseSettings;
  abstract readonly redisUrl: string | null;
  abstract readonly queue: QueueSettings;
  abstract readonly auth: AuthSettings;
  abstract readonly rateLimit: RateLimitSettings;
  abstract readonly llm: LlmSettings;
  abstract readonly demo: boolean;
}

export interface HttpSettings {
  readonly host: string;
  /** Null: the first free port from 3000 on. */
  readonly port: number | null;
  readonly corsOrigins: readonly string[];
  /** How many reverse proxies in front may be believed about the client's address. */
  readonly trustedProxies: number;
  readonly bodyLimitBytes: number;
  /** Whether /docs is served: not in production unless asked for. */
  readonly docs: boolean;
  readonly shutdownGraceMs: number;
}

export interface DatabaseSettings {
  /** Null: the embedded PostgreSQL. */
  readonly url: string | null;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
}

export interface QueueSettings {
  readonly attempts: number;
  readonly backoffMs: number;
  readonly ingestConcurrency: number;
}

export interface AuthSettings {
  /** Null: generated once and kept in the data directory. */
  readonly jwtSecret: string | null;
  readonly adminKey: string | null;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  readonly sessionMaximumSeconds: number;
}

export interface RateLimitSettings {
  readonly enabled: boolean;
  /** Requests per minute and client address on routes that take credentials. */
  readonly authPerMinute: number;
  /** Requests per minute and workspace. */
  readonly workspacePerMinute: number;
  /** Requests per minute and client address on everything else. */
  readonly addressPerMinute: number;
}

export interface LlmSettings {
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
  readonly chatModel: string;
  readonly embeddingModel: string;
  readonly embeddingDimensions: number;
  readonly timeoutMs: number;
  readonly cooldownMs: number;
}
