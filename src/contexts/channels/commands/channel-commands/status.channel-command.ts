import { Injectable } from '@nestjs/common';
import { ChannelCommand, type CommandContext, type CommandResult } from '../../domain/channel-command';
import { type Texts } from '../../domain/language';

const STATUS: Texts = {
  en: 'Agent: {agent}\nModel: {model}\nConversation: {conversation}\nSince: {since}',
  de: 'Agent: {agent}\nModell: {model}\nGespräch: {conversation}\nSeit: {since}',
  fr: 'Agent : {agent}\nModèle : {model}\nConversation : {conversation}\nDepuis : {since}',
  es: 'Agente: {agent}\nModelo: {model}\nConversación: {conversation}\nDesde: {since}',
  it: 'Agente: {agent}\nModello: {model}\nConversazione: {conversation}\nDal: {since}',
};

@Injectable()
export class StatusCommand extends ChannelCommand {
  readonly name = 'status';
  readonly help: Texts = {
    en: 'shows who answers, and since when',
    de: 'zeigt, wer antwortet, und seit wann',
    fr: 'montre qui répond, et depuis quand',
    es: 'muestra quién responde, y desde cuándo',
    it: 'mostra chi risponde, e da quando',
  };

  run({ agent, model, conversationId, startedAt, language }: CommandContext): Promise<CommandResult> {
    const since = new Intl.DateTimeFormat(language, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    }).format(startedAt);
    const facts = new Map([
      ['agent', agent.name],
      ['model', model ?? 'default'],
      ['conversation', conversationId],
      ['since', `${since} UTC`],
    ]);
    const text = STATUS[language].replace(/\{(\w+)\}/g, (_, name: string) => facts.get(name) ?? '');
    return Promise.resolve({ text });
  }
}
