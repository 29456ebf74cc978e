import { type ChannelCommand } from './channel-command';

/** Also as Telegram writes it in groups: /help@name_of_a_bot. */
const COMMAND = /^\/([a-z][a-z0-9_]{0,31})(?:@\w{1,64})?(?:\s+([\s\S]*))?$/i;

export interface CalledCommand {
  readonly command: ChannelCommand;
  readonly argument: string;
}

export class ChannelCommands {
  constructor(readonly all: readonly ChannelCommand[]) {}

  /** Null for what is said to the agent; a word with a slash that nobody knows is such. */
  find(text: string): CalledCommand | null {
    const [, name, argument = ''] = COMMAND.exec(text) ?? [];
    const command = this.all.find((one) => one.name === name?.toLowerCase());
    return command ? { command, argument: argument.trim() } : null;
  }
}
