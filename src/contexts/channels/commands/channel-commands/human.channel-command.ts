import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RequestHandover } from '../../../agent/contracts/request-handover.command';
import { ChannelCommand, type CommandContext, type CommandResult } from '../../domain/channel-command';
import { type Texts } from '../../domain/language';

const ASKED: Texts = {
  en: 'A person has been asked to take over.',
  de: 'Eine Person wurde gebeten zu übernehmen.',
  fr: 'Une personne a été priée de prendre le relais.',
  es: 'Se ha pedido a una persona que continúe.',
  it: 'È stato chiesto a una persona di subentrare.',
};
const NO_REASON = 'The customer asks for a person.';
const LONGEST_REASON = 2_000;

@Injectable()
export class HumanCommand extends ChannelCommand {
  readonly name = 'human';
  readonly help: Texts = {
    en: 'brings in a person',
    de: 'holt eine Person dazu',
    fr: 'fait venir une personne',
    es: 'llama a una persona',
    it: 'fa intervenire una persona',
  };

  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run(context: CommandContext): Promise<CommandResult> {
    const { workspaceId, eventId, kind, conversationId, language, argument } = context;
    const reason = argument.slice(0, LONGEST_REASON).replace(/\p{Surrogate}/gu, '') || NO_REASON;
    const handover = { id: eventId, conversationId, title: `A person is asked for (${kind})`, reason };
    await this.commands.execute(new RequestHandover(workspaceId, handover));
    return { text: ASKED[language] };
  }
}
