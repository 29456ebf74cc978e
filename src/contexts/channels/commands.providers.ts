import { type Provider } from '@nestjs/common';
import { HelpCommand } from './commands/channel-commands/help.channel-command';
import { HumanCommand } from './commands/channel-commands/human.channel-command';
import { ModelCommand } from './commands/channel-commands/model.channel-command';
import { ResetCommand } from './commands/channel-commands/reset.channel-command';
import { StatusCommand } from './commands/channel-commands/status.channel-command';
import { type ChannelCommand } from './domain/channel-command';
import { ChannelCommands } from './domain/channel-commands';

/** In the order in which /help shows them. One more is a class and a line here. */
const COMMANDS = [HelpCommand, ModelCommand, StatusCommand, ResetCommand, HumanCommand];

export const CHANNEL_COMMANDS: readonly Provider[] = [
  ...COMMANDS,
  {
    provide: ChannelCommands,
    inject: COMMANDS,
    useFactory: (...all: ChannelCommand[]) => new ChannelCommands(all),
  },
];
