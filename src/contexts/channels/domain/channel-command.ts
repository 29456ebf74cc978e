import { type Language, type Texts } from './language';
import { type SessionChange } from './session';

export interface CommandContext {
  readonly workspaceId: string;
  /** The id of whatever the command makes: repeated, it makes nothing twice. */
  readonly eventId: string;
  readonly kind: string;
  readonly agent: { readonly slug: string; readonly name: string };
  readonly conversationId: string;
  readonly startedAt: Date;
  /** What answers here; null: what the workspace or the installation has chosen. */
  readonly model: string | null;
  readonly language: Language;
  /** What stands behind the command's name. */
  readonly argument: string;
  /** All that there are, for the one that tells of them. */
  readonly commands: readonly ChannelCommand[];
}

export interface CommandResult {
  readonly text: string;
  readonly session?: SessionChange;
}

/** A word with a slash that is obeyed instead of answered. One more is a class and a line in the providers. */
export abstract class ChannelCommand {
  /** Without the slash, in small letters. */
  abstract readonly name: string;
  abstract readonly help: Texts;
  abstract run(context: CommandContext): Promise<CommandResult>;
}
