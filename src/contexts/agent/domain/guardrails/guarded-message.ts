import { speaksOf } from './banned-topics';
import { type Guardrails } from './guardrails';
import { injectionIn } from './injection';
import { maskPersonalData } from './personal-data';
import { spokenLanguage } from '../../../../kernel/text/spoken-language';
import { type Verdict } from './verdict';

export interface GuardedMessage {
  /** As planners may see it. */
  readonly text: string;
  readonly verdicts: readonly Verdict[];
  /** What is said in place of an answer; null: the message may be answered. */
  readonly refusal: string | null;
}

const REFUSALS: Readonly<Record<Verdict['name'], string>> = {
  injection: 'I cannot follow that. Ask me about the company, and I will look it up.',
  personal_data: 'Please leave out addresses and numbers of persons, cards or accounts, and ask again.',
  banned_topics: 'I cannot speak about that here. Is there something else that I can look up for you?',
  language: 'I do not answer in this language. Please write in one of these: ',
  groundedness: '',
  links: '',
};

/** What was said earlier goes to a provider as well. */
export function guardHistory<M extends { readonly content: string }>(
  history: readonly M[],
  { personalDataIn }: Guardrails,
): readonly M[] {
  if (personalDataIn === 'off') return history;
  return history.map((message) => ({ ...message, content: maskPersonalData(message.content).text }));
}

/** Judges what a customer writes, before anything is looked up and before a provider sees it. */
export function guardMessage(text: string, guardrails: Guardrails): GuardedMessage {
  const masked = guardrails.personalDataIn === 'off' ? { text, kinds: [] } : maskPersonalData(text);
  const verdicts = [
    ...injectionVerdicts(text, guardrails),
    ...personalVerdicts(masked.kinds, guardrails),
    ...topicVerdicts(text, guardrails),
    ...languageVerdicts(text, guardrails),
  ];
  const blocked = verdicts.find(({ action }) => action === 'block');
  return { text: masked.text, verdicts, refusal: blocked ? refusalFor(blocked.name, guardrails) : null };
}

function injectionVerdicts(text: string, { injection }: Guardrails): Verdict[] {
  const note = injection === 'off' ? null : injectionIn(text);
  if (injection === 'off' || note === null) return [];
  return [{ name: 'injection', at: 'input', action: injection, note }];
}

function personalVerdicts(kinds: readonly string[], { personalDataIn }: Guardrails): Verdict[] {
  if (personalDataIn === 'off' || kinds.length === 0) return [];
  return [
    { name: 'personal_data', at: 'input', action: personalDataIn, note: `Holds: ${kinds.join(', ')}.` },
  ];
}

function topicVerdicts(text: string, { bannedTopics }: Guardrails): Verdict[] {
  if (!speaksOf(bannedTopics, text)) return [];
  return [{ name: 'banned_topics', at: 'input', action: 'block', note: 'Speaks of a banned topic.' }];
}

/** A message whose language cannot be told is given the benefit of the doubt. */
function languageVerdicts(text: string, { languages }: Guardrails): Verdict[] {
  const language = languages.length > 0 ? spokenLanguage(text) : null;
  if (language === null || languages.includes(language)) return [];
  return [{ name: 'language', at: 'input', action: 'block', note: `Is written in ${language}.` }];
}

function refusalFor(name: Verdict['name'], { languages }: Guardrails): string {
  return name === 'language' ? `${REFUSALS.language}${languages.join(', ')}.` : REFUSALS[name];
}
