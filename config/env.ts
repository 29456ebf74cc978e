import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readOutbound } from './outbound-hosts';
import { readChannels } from './channels';
import { problemOfEmbeddingModel } from './embedding-models';
import { problemOfChatModels } from './models';
import { readPlanning, readProviders } from './planning';
import { readPrivateKeys } from './private-keys';
import { readQdrant } from './qdrant';
import { readSearch } from './search';
import { VariableReader } from './reader';
import {
  type AuthSettings,
  type DatabaseSettings,
  type HttpSettings,
  type IdentityProviderSettings,
  type LlmSettings,
  type MailSettings,
  type Mode,
  type QueueSettings,
  type RateLimitSettings,
  type Settings,
  type SignInSettings,
  type WebhookSettings,
} from './settings';

export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** Takes over what a `.env` file in the working directory says; what the environment says itself goes first. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** The only reader of the environment. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const read = new VariableReader(variables);
  const mode = read.oneOf('NODE_ENV', ['development', 'production', 'test'], 'development');
  const settings: Settings = {
    mode,
    role: read.oneOf('ROLE', ['all', 'api', 'worker'], 'all'),
    logLevel: read.oneOf(
      'LOG_LEVEL',
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      mode === 'production' ? 'info' : 'warn',
    ),
    dataDirectory: resolve(read.text('DATA_DIR', '.data')),
    http: readHttp(read, mode),
    database: readDatabase(read),
    redisUrl: read.url('REDIS_URL', ['redis:', 'rediss:']),
    queue: readQueue(read),
    mail: readMail(read),
    outbound: readOutbound(read),
    webhook: readWebhook(read),
    tools: { approvalSeconds: read.integer('APPROVAL_SECONDS', 600, [600, 86_400]) },
    channels: readChannels(read),
    auth: readAuth(read, mode),
    signIn: readSignIn(read, mode),
    tenancy: { workspaceRetentionDays: read.integer('WORKSPACE_RETENTION_DAYS', 30, [0, 3_650]) },
    quota: { documents: read.limit('QUOTA_DOCUMENTS'), storageBytes: read.limit('QUOTA_STORAGE_BYTES') },
    rateLimit: readRateLimit(read),
    llm: readLlm(read),
    search: readSearch(read),
    planning: readPlanning(read),
    qdrant: readQdrant(read),
    demo: read.flag('DEMO', mode === 'development') && mode !== 'production',
  };
  requireForProduction(settings, read);
  requireUsableModel(settings, read);
  if (read.problems.length > 0) throw new ConfigurationError(read.problems);
  return settings;
}

function readDatabase(read: VariableReader): DatabaseSettings {
  return {
    url: read.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    poolSize: read.integer('DATABASE_POOL_SIZE', 16, [2, 200]),
    statementTimeoutMs: read.integer('DATABASE_STATEMENT_TIMEOUT_MS', 10_000, [100, 600_000]),
  };
}

function readHttp(read: VariableReader, mode: Mode): HttpSettings {
  return {
    host: read.text('HOST', '127.0.0.1'),
    port: read.optional('PORT') === null ? null : read.integer('PORT', 3000, [0, 65_535]),
    corsOrigins: read.list('CORS_ORIGINS'),
    trustedProxies: read.integer('TRUSTED_PROXIES', 0, [0, 10]),
    bodyLimitBytes: read.integer('BODY_LIMIT_BYTES', 10 * 1024 * 1024, [1_024, 100 * 1024 * 1024]),
    docs: read.flag('DOCS_ENABLED', mode !== 'production'),
    shutdownGraceMs: read.integer('SHUTDOWN_GRACE_MS', 20_000, [0, 300_000]),
  };
}

function readAuth(read: VariableReader, mode: Mode): AuthSettings {
  return {
    jwtSecret: read.secret('JWT_SECRET', 32),
    formerJwtSecrets: read.secrets('JWT_FORMER_SECRETS', 32),
    adminKey: read.secret('ADMIN_KEY', 32),
    accessTokenSeconds: read.integer('ACCESS_TOKEN_SECONDS', 900, [10, 3_600]),
    refreshTokenSeconds: read.integer('REFRESH_TOKEN_SECONDS', 7 * 86_400, [60, 30 * 86_400]),
    sessionMaximumSeconds: read.integer('SESSION_MAXIMUM_SECONDS', 30 * 86_400, [60, 365 * 86_400]),
    sessionsPerUser: read.integer('SESSIONS_PER_USER', 10, [1, 1_000]),
    privateKeys: readPrivateKeys(read),
    identityProvider: readIdentityProvider(read, mode),
  };
}

/** All three of its variables, or none. */
function readIdentityProvider(read: VariableReader, mode: Mode): IdentityProviderSettings | null {
  const issuer = read.optional('OIDC_ISSUER');
  const audience = read.optional('OIDC_AUDIENCE');
  const jwksUrl = read.url('OIDC_JWKS_URL', mode === 'production' ? ['https:'] : ['https:', 'http:']);
  if (issuer && audience && jwksUrl) return { issuer, audience, jwksUrl };
  if (issuer || audience || jwksUrl) {
    read.problems.push(
      'OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL belong together: set all three or none.',
    );
  }
  return null;
}

function readQueue(read: VariableReader): QueueSettings {
  // A job that waits for a remote model costs next to nothing, and its calls are filled with the texts of many jobs.
  const ingestConcurrency = read.optional('OPENAI_API_KEY') ? 96 : 4;
  return {
    attempts: read.integer('QUEUE_ATTEMPTS', 3, [1, 20]),
    backoffMs: read.integer('QUEUE_BACKOFF_MS', 1_000, [10, 600_000]),
    ingestDeadlineSeconds: read.integer('INGEST_DEADLINE_SECONDS', 900, [1, 86_400]),
    keepCompleted: read.integer('QUEUE_KEEP_COMPLETED', 100, [0, 10_000]),
    keepFailed: read.integer('QUEUE_KEEP_FAILED', 500, [0, 10_000]),
    concurrency: {
      ingest: read.integer('INGEST_CONCURRENCY', ingestConcurrency, [1, 512]),
      email: read.integer('EMAIL_CONCURRENCY', 2, [1, 64]),
      data: 1,
      webhook: read.integer('WEBHOOK_CONCURRENCY', 8, [1, 64]),
      reindex: 1,
      inbound: read.integer('INBOUND_CONCURRENCY', 8, [1, 64]),
      outbound: read.integer('OUTBOUND_CONCURRENCY', 8, [1, 64]),
    },
  };
}

function readSignIn(read: VariableReader, mode: Mode): SignInSettings {
  const verifyUrl = read.url('CAPTCHA_VERIFY_URL', ['http:', 'https:']);
  const secret = read.optional('CAPTCHA_SECRET');
  if ((verifyUrl === null) !== (secret === null)) {
    read.problems.push('CAPTCHA_VERIFY_URL and CAPTCHA_SECRET go together: set both or none.');
  }
  return {
    captcha: verifyUrl && secret ? { verifyUrl, secret } : null,
    breachedPasswordsUrl: read.url('BREACHED_PASSWORDS_URL', ['http:', 'https:']),
    passwordCost: read.integer('PASSWORD_COST', 12, [mode === 'test' ? 4 : 12, 15]),
  };
}

function readMail(read: VariableReader): MailSettings {
  return {
    smtpUrl: read.url('SMTP_URL', ['smtp:', 'smtps:']),
    from: read.mailbox('MAIL_FROM', 'Parley <no-reply@localhost>'),
    publicUrl: read.url('PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, '') ?? null,
    attempts: read.integer('MAIL_ATTEMPTS', 10, [1, 20]),
    backoffMs: read.integer('MAIL_BACKOFF_MS', 5_000, [10, 600_000]),
  };
}

function readWebhook(read: VariableReader): WebhookSettings {
  return {
    attempts: read.integer('WEBHOOK_ATTEMPTS', 8, [1, 20]),
    backoffMs: read.integer('WEBHOOK_BACKOFF_MS', 5_000, [10, 600_000]),
  };
}

function readRateLimit(read: VariableReader): RateLimitSettings {
  return {
    enabled: read.flag('RATE_LIMIT_ENABLED', true),
    authPerMinute: read.integer('RATE_LIMIT_AUTH_PER_MINUTE', 30, [1, 100_000]),
    workspacePerMinute: read.integer('RATE_LIMIT_WORKSPACE_PER_MINUTE', 6_000, [1, 10_000_000]),
    addressPerMinute: read.integer('RATE_LIMIT_ADDRESS_PER_MINUTE', 3_000, [1, 10_000_000]),
  };
}

function readLlm(read: VariableReader): LlmSettings {
  return {
    apiKey: read.optional('OPENAI_API_KEY'),
    baseUrl: read.url('OPENAI_BASE_URL', ['http:', 'https:']),
    chatModel: read.text('OPENAI_CHAT_MODEL', 'gpt-4o-mini'),
    embeddingModel: read.text('OPENAI_EMBEDDING_MODEL', 'text-embedding-3-small'),
    embeddingDimensions: readDimensions(read),
    embeddingConcurrency: read.integer('EMBEDDING_CONCURRENCY', 4, [1, 64]),
    timeoutMs: read.integer('LLM_TIMEOUT_MS', 20_000, [100, 300_000]),
    providers: readProviders(read),
    fallbackModels: read.list('LLM_FALLBACK_MODELS'),
  };
}

function readDimensions(read: VariableReader): number | null {
  if (read.optional('OPENAI_EMBEDDING_DIMENSIONS') === null) return null;
  return read.integer('OPENAI_EMBEDDING_DIMENSIONS', 512, [64, 3_072]);
}

function requireUsableModel({ llm }: Settings, read: VariableReader): void {
  for (const problem of [problemOfEmbeddingModel(llm), problemOfChatModels(llm)]) {
    if (problem) read.problems.push(problem);
  }
}

/** Several instances share a database: what each would generate for itself must then be given. */
function requireForProduction(settings: Settings, read: VariableReader): void {
  if (settings.mode !== 'production' || !settings.database.url) return;
  if (!settings.auth.jwtSecret) {
    read.problems.push('JWT_SECRET must be set in production with DATABASE_URL: all instances share it.');
  }
}
