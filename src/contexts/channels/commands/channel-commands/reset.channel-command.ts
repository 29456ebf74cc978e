import { Injectable } from '@nestjs/common';
import { ChannelCommand, type CommandContext, type CommandResult } from '../../domain/channel-command';
import { type Texts } from '../../domain/language';

const DONE: Texts = {
  en: 'This conversation is over. The next message begins a new one.',
  de: 'Dieses Gespräch ist beendet. Die nächste Nachricht beginnt ein neues.',
  fr: 'Cette conversation est terminée. Le prochain message en commence une nouvelle.',
  es: 'Esta conversación ha terminado. El próximo mensaje empieza una nueva.',
  it: 'Questa conversazione è finita. Il prossimo messaggio ne inizia una nuova.',
};

@Injectable()
export class ResetCommand extends ChannelCommand {
  readonly name = 'reset';
  readonly help: Texts = {
    en: 'forgets what was said and begins anew',
    de: 'vergisst das Gesagte und beginnt neu',
    fr: 'oublie ce qui a été dit et recommence',
    es: 'olvida lo dicho y empieza de nuevo',
    it: 'dimentica quanto detto e ricomincia',
  };

  /** The new conversation is called by the message that asked for it: asked twice by mistake, it is one. */
  run({ eventId, language }: CommandContext): Promise<CommandResult> {
    return Promise.resolve({ text: DONE[language], session: { conversationId: eventId, model: null } });
  }
}
