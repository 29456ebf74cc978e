import { type WorkspaceSettings } from '../contracts/workspace-settings';

const DEFAULTS: WorkspaceSettings = {
  defaultModel: null,
  persona: null,
  systemPrompt: null,
  retentionDays: null,
  requireSecondFactor: false,
  allowedOrigins: [],
};

/** Rows keep only what was ever set: a setting that is added later has its default in old workspaces too. */
export function completeSettings(settings: Partial<WorkspaceSettings>): WorkspaceSettings {
  return { ...DEFAULTS, ...settings };
}
