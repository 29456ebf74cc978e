/** What a workspace's owners decide for all of its agents; null leaves it to the product's default. */
export interface WorkspaceSettings {
  readonly defaultModel: string | null;
  readonly persona: string | null;
  readonly systemPrompt: string | null;
  /** Conversations older than this are purged; null keeps them. */
  readonly retentionDays: number | null;
  /** Whether everybody who enters needs a session with a second factor. */
  readonly requireSecondFactor: boolean;
  /** The web origins that may embed this workspace's widget. */
  readonly allowedOrigins: readonly string[];
}
