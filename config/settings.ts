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
  abstract readonly mail: MailSettings;
  abstract readonly outbound: OutboundSettings;
  abstract readonly webhook: WebhookSettings;
  abstract readonly tools: ToolSettings;
  abstract readonly channels: ChannelSettings;
  abstract readonly auth: AuthSettings;
  abstract readonly signIn: SignInSettings;
  abstract readonly tenancy: TenancySettings;
  abstract readonly quota: QuotaSettings;
  abstract readonly rateLimit: RateLimitSettings;
  abstract readonly llm: LlmSettings;
  abstract readonly search: SearchSettings;
  abstract readonly planning: PlanningSettings;
  /** Null: vectors are searched in PostgreSQL's copy in memory. */
  abstract readonly qdrant: QdrantSettings | null;
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
  /** For the whole of one attempt at a document: reading, cutting, embedding and saving it. */
  readonly ingestDeadlineSeconds: number;
  /** How many jobs that are done, or have failed, a queue remembers. */
  readonly keepCompleted: number;
  readonly keepFailed: number;
  /** How many jobs of a queue one process works on at once; there is no queue without a number here. */
  readonly concurrency: Readonly<
    Record<'ingest' | 'email' | 'data' | 'webhook' | 'reindex' | 'inbound' | 'outbound', number>
  >;
}

export interface MailSettings {
  /** Null: mails are written as files into the data directory. */
  readonly smtpUrl: string | null;
  readonly from: string;
  /** What people reach this installation by; null: the address it listens on. */
  readonly publicUrl: string | null;
  readonly attempts: number;
  readonly backoffMs: number;
}

/** Where requests may go that tenants ask for, besides ports 80 and 443 of public addresses. */
export interface OutboundSettings {
  readonly allowedPorts: readonly number[];
  readonly allowedHosts: readonly AllowedHost[];
}

/** A name, or a network of addresses; on one port only, or, without one, on every port that is allowed. */
export type AllowedHost =
  | { readonly name: string; readonly port: number | null }
  | { readonly network: string; readonly prefix: number; readonly port: number | null };

export interface WebhookSettings {
  readonly attempts: number;
  readonly backoffMs: number;
}

/** How messages of strangers are worked on and answered. */
export interface ChannelSettings {
  /** Where providers are reached instead of at their own addresses, by kind of channel. */
  readonly apiUrls: Readonly<Partial<Record<ProviderKind, string>>>;
  /** How often a message is tried, or a piece of a reply, before it is given up. */
  readonly attempts: number;
  readonly backoffMs: number;
  /** For each channel, and for each source of messages that others send on. */
  readonly messagesPerMinute: number;
}

/** Channels whose provider has an interface of its own. */
export type ProviderKind = 'telegram' | 'discord' | 'slack' | 'whatsapp' | 'sms' | 'voice' | 'email';

export interface ToolSettings {
  /** How long a person has to say yes to what an agent wants to do. */
  readonly approvalSeconds: number;
}

export interface AuthSettings {
  /** Null: generated once and kept in the data directory. */
  readonly jwtSecret: string | null;
  /** Secrets that were in use before, for as long as something lives that they signed or encrypted. */
  readonly formerJwtSecrets: readonly string[];
  readonly adminKey: string | null;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
  readonly sessionMaximumSeconds: number;
  /** With one more, the one that was used least recently ends. */
  readonly sessionsPerUser: number;
  /** Ed25519 keys as PEM, which then sign access tokens in place of the secret: the first makes, all are read. */
  readonly privateKeys: readonly string[];
  /** Whose sign-ins are taken for ours; null: nobody's. */
  readonly identityProvider: IdentityProviderSettings | null;
}

/** An OpenID provider. */
export interface IdentityProviderSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
}

export interface TenancySettings {
  /** How long a deleted workspace can be restored, before it is purged. */
  readonly workspaceRetentionDays: number;
}

/** What every workspace may keep; null: as much as it likes. */
export interface QuotaSettings {
  readonly documents: number | null;
  readonly storageBytes: number | null;
}

export interface SignInSettings {
  /** Null: no captcha, only growing delays. */
  readonly captcha: { readonly verifyUrl: string; readonly secret: string } | null;
  /** Null: passwords are compared with the list that ships with the product only. */
  readonly breachedPasswordsUrl: string | null;
  /** Of bcrypt, by powers of two. With a higher one, an older hash is made anew at the next login. */
  readonly passwordCost: number;
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
  /** Null: those of the catalogue, which then knows the model. */
  readonly embeddingDimensions: number | null;
  /** How many calls to one model may be on their way at once. */
  readonly embeddingConcurrency: number;
  readonly timeoutMs: number;
  /** Further providers of chat models, in the order in which they stand in for each other. */
  readonly providers: readonly LlmProviderSettings[];
  /** Who is asked when the chosen model fails; none: the first model of each further provider. */
  readonly fallbackModels: readonly string[];
}

/** Any server that speaks OpenAI's protocol. */
export interface LlmProviderSettings {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly models: readonly string[];
}

/** How agents come to their decisions. */
export interface PlanningSettings {
  /** A planner of one's own, asked before all others; null: there is none. */
  readonly remote: RemotePlannerSettings | null;
  /** How long a planner that failed is left alone at first. */
  readonly cooldownMs: number;
  readonly limits: RunLimitSettings;
}

export interface RemotePlannerSettings {
  readonly url: string;
  readonly token: string | null;
  readonly timeoutMs: number;
}

/** What one run of an agent may take. */
interface RunLimitSettings {
  readonly steps: number;
  readonly tokens: number;
  readonly costUsd: number;
  readonly milliseconds: number;
}

/** The indexes of workspaces, which are copies in memory of what PostgreSQL has. */
export interface SearchSettings {
  /** What they may take together; those that were not used for longest are forgotten first. */
  readonly indexMemoryBytes: number;
  /** After how long without a search one is forgotten. */
  readonly indexIdleMs: number;
}

export interface QdrantSettings {
  readonly url: string;
  /** Told apart from the address, because an address drops the port that its scheme implies. */
  readonly port: number;
  readonly apiKey: string | null;
  /** A collection for every workspace, or one for all of them. */
  readonly collections: 'per-workspace' | 'shared';
  readonly timeoutMs: number;
}
