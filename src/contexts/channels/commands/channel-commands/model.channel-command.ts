import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ListModelNames } from '../../../agent/contracts/list-model-names.query';
import { ChannelCommand, type CommandContext, type CommandResult } from '../../domain/channel-command';
import { type Texts } from '../../domain/language';

const NONE: Texts = {
  en: 'There is no language model here: answers come from the documents by rules.',
  de: 'Hier gibt es kein Sprachmodell: Antworten kommen nach Regeln aus den Dokumenten.',
  fr: 'Il n’y a pas de modèle de langage ici : les réponses viennent des documents, selon des règles.',
  es: 'Aquí no hay ningún modelo de lenguaje: las respuestas salen de los documentos según reglas.',
  it: 'Qui non c’è alcun modello linguistico: le risposte vengono dai documenti secondo regole.',
};
const SHOWN: Texts = {
  en: 'Model: {model}. To choose: /model NAME, one of {offered}. /model default goes back.',
  de: 'Modell: {model}. Zum Wählen: /model NAME, eines von {offered}. /model default stellt zurück.',
  fr: 'Modèle : {model}. Pour choisir : /model NOM, parmi {offered}. /model default revient au choix d’origine.',
  es: 'Modelo: {model}. Para elegir: /model NOMBRE, uno de {offered}. /model default vuelve al de siempre.',
  it: 'Modello: {model}. Per scegliere: /model NOME, uno tra {offered}. /model default torna a quello iniziale.',
};
const CHOSEN: Texts = {
  en: 'From now on {model} answers in this conversation.',
  de: 'Ab jetzt antwortet {model} in diesem Gespräch.',
  fr: 'Désormais, {model} répond dans cette conversation.',
  es: 'A partir de ahora responde {model} en esta conversación.',
  it: 'D’ora in poi in questa conversazione risponde {model}.',
};
const UNKNOWN: Texts = {
  en: 'There is no such model. There are: {offered}.',
  de: 'Dieses Modell gibt es nicht. Es gibt: {offered}.',
  fr: 'Ce modèle n’existe pas. Il y a : {offered}.',
  es: 'No existe ese modelo. Hay: {offered}.',
  it: 'Questo modello non esiste. Ci sono: {offered}.',
};
const USUAL = 'default';

@Injectable()
export class ModelCommand extends ChannelCommand {
  readonly name = 'model';
  readonly help: Texts = {
    en: 'shows which language model answers, or chooses one',
    de: 'zeigt, welches Sprachmodell antwortet, oder wählt eines',
    fr: 'montre quel modèle de langage répond, ou en choisit un',
    es: 'muestra qué modelo de lenguaje responde, o elige uno',
    it: 'mostra quale modello linguistico risponde, o ne sceglie uno',
  };

  constructor(private readonly queries: QueryBus) {
    super();
  }

  async run({ model, language, argument }: CommandContext): Promise<CommandResult> {
    const offered = await this.queries.execute(new ListModelNames());
    if (offered.length === 0) return { text: NONE[language] };
    const list = offered.join(', ');
    if (argument === '') return { text: filled(SHOWN[language], model ?? USUAL, list) };
    if (argument === USUAL) return { text: filled(CHOSEN[language], USUAL, list), session: { model: null } };
    if (!offered.includes(argument)) return { text: filled(UNKNOWN[language], '', list) };
    return { text: filled(CHOSEN[language], argument, list), session: { model: argument } };
  }
}

function filled(text: string, model: string, offered: string): string {
  return text.replace('{model}', () => model).replace('{offered}', () => offered);
}
