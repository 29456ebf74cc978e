import { Injectable } from '@nestjs/common';
import { ChannelCommand, type CommandContext, type CommandResult } from '../../domain/channel-command';
import { type Texts } from '../../domain/language';

const HEADING: Texts = {
  en: 'You are talking to {agent}. Simply ask, or write:',
  de: 'Sie sprechen mit {agent}. Fragen Sie einfach, oder schreiben Sie:',
  fr: 'Vous parlez avec {agent}. Posez votre question, ou écrivez :',
  es: 'Está hablando con {agent}. Pregunte sin más, o escriba:',
  it: 'Sta parlando con {agent}. Faccia pure la sua domanda, oppure scriva:',
};

@Injectable()
export class HelpCommand extends ChannelCommand {
  readonly name = 'help';
  readonly help: Texts = {
    en: 'shows this list',
    de: 'zeigt diese Liste',
    fr: 'affiche cette liste',
    es: 'muestra esta lista',
    it: 'mostra questo elenco',
  };

  run({ agent, language, commands }: CommandContext): Promise<CommandResult> {
    const lines = commands.map(({ name, help }) => `/${name} – ${help[language]}`);
    return Promise.resolve({ text: [HEADING[language].replace('{agent}', agent.name), ...lines].join('\n') });
  }
}
