import { type GroundedSentence, groundedShare, groundSentences } from '../grounding';
import { type Decision, type Passage } from '../planner';
import { speaksOf } from './banned-topics';
import { type Guardrails } from './guardrails';
import { hostOf, type LinkTargets, stripForeignLinks } from './links';
import { maskPersonalData } from './personal-data';
import { spokenLanguage } from '../../../../kernel/text/spoken-language';
import { type Verdict } from './verdict';

type Said = Pick<Decision, 'reply' | 'citedChunkIds' | 'confidence'>;

export interface GuardedReply extends Said {
  readonly verdicts: readonly Verdict[];
  /** None where the reply was replaced. */
  readonly sentences: readonly GroundedSentence[];
}

const MOST_CONFIDENCE_UNGROUNDED = 0.3;
const NOT_CARRIED =
  'I could not find enough about that in the documents to answer. Shall I bring in a person?';
const WITHHELD = 'I cannot answer that here. Shall I bring in a person?';

/** Judges what a planner says, before anybody reads it. A planner's words are those of a stranger. */
export function guardReply(said: Said, passages: readonly Passage[], guardrails: Guardrails): GuardedReply {
  const links = withoutForeignLinks(said.reply, passages, guardrails);
  const personal = withoutPersonalData(links.reply, guardrails);
  const verdicts = [...links.verdicts, ...personal.verdicts, ...wordVerdicts(personal.reply, guardrails)];
  if (verdicts.some(({ action }) => action === 'block')) return instead(WITHHELD, verdicts);
  const { reply } = personal;
  const sentences = groundSentences(reply, said.citedChunkIds, passages);
  const weak = groundednessVerdict(sentences, guardrails);
  if (!weak) return { ...said, reply, verdicts, sentences };
  if (weak.action === 'block') return instead(NOT_CARRIED, [...verdicts, weak]);
  const confidence = Math.min(said.confidence, MOST_CONFIDENCE_UNGROUNDED);
  return { ...said, reply, confidence, verdicts: [...verdicts, weak], sentences };
}

export function linkTargets(passages: readonly Passage[], { allowedHosts }: Guardrails): LinkTargets {
  const sources = passages.flatMap(({ url }) => (url ? (hostOf(url) ?? []) : []));
  return { allowed: new Set(allowedHosts), sources: new Set(sources) };
}

function withoutForeignLinks(reply: string, passages: readonly Passage[], guardrails: Guardrails) {
  if (guardrails.links === 'off') return { reply, verdicts: [] };
  const { text, count } = stripForeignLinks(reply, linkTargets(passages, guardrails));
  const note = `Links to elsewhere: ${count}.`;
  const verdicts: Verdict[] = count > 0 ? [{ name: 'links', at: 'output', action: 'mask', note }] : [];
  return { reply: text, verdicts };
}

function withoutPersonalData(reply: string, { personalDataOut }: Guardrails) {
  if (personalDataOut === 'off') return { reply, verdicts: [] };
  const { text, kinds } = maskPersonalData(reply);
  const note = `Held: ${kinds.join(', ')}.`;
  const verdicts: Verdict[] =
    kinds.length > 0 ? [{ name: 'personal_data', at: 'output', action: personalDataOut, note }] : [];
  return { reply: text, verdicts };
}

function wordVerdicts(reply: string, { bannedTopics, languages }: Guardrails): Verdict[] {
  const verdicts: Verdict[] = [];
  if (speaksOf(bannedTopics, reply))
    verdicts.push({ name: 'banned_topics', at: 'output', action: 'block', note: 'Spoke of a banned topic.' });
  const language = languages.length > 0 ? spokenLanguage(reply) : null;
  if (language !== null && !languages.includes(language))
    verdicts.push({ name: 'language', at: 'output', action: 'mark', note: `Was written in ${language}.` });
  return verdicts;
}

function groundednessVerdict(
  sentences: readonly GroundedSentence[],
  { groundedness, groundednessThreshold }: Guardrails,
): Verdict | null {
  if (groundedness === 'off' || groundedShare(sentences) >= groundednessThreshold) return null;
  const assertions = sentences.filter(({ isAssertion }) => isAssertion);
  const carried = assertions.filter(({ supports }) => supports.length > 0);
  return {
    name: 'groundedness',
    at: 'output',
    action: groundedness === 'refuse' ? 'block' : 'mark',
    note: `Documents carry ${carried.length} of ${assertions.length} sentences.`,
  };
}

function instead(reply: string, verdicts: readonly Verdict[]): GuardedReply {
  return { reply, citedChunkIds: [], confidence: 0, verdicts, sentences: [] };
}
