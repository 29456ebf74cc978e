import { withoutInvisible } from './guardrails/injection';
import { type Passage, type PlanRequest } from './planner';
import { NO_WORDS, oneLine, systemPromptFor } from './prompt-templates';

export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/**
 * The system prompt holds our words only. What comes from documents stands in the user's turn, delimited and
 * numbered, and is named as material: it has no authority, whatever it says.
 */
export function promptFor(request: PlanRequest): PromptMessage[] {
  const { agent, companyName, question, history, summary, passages } = request;
  const system = systemPromptFor(agent, companyName, request.words ?? NO_WORDS);
  const documents = passages
    .map((passage, i) => `[${i + 1}] ${provenanceOf(passage)}\n${defused(passage.text)}`)
    .join('\n---\n');
  const material = passages.length > 0 ? `<documents>\n${documents}\n</documents>\n\n` : '';
  const earlier = summary
    ? [{ role: 'user' as const, content: `Earlier in this conversation:\n${summary}` }]
    : [];
  const past = history.map(({ role, content }): PromptMessage => ({
    role: role === 'assistant' ? 'assistant' : 'user',
    content,
  }));
  const asked = { role: 'user' as const, content: `${material}${question}` };
  return [{ role: 'system', content: system }, ...earlier, ...past, asked];
}

export interface CitedReply {
  readonly reply: string;
  readonly citedChunkIds: readonly string[];
}

/**
 * Reads the [n] marks of a reply and numbers them anew in order of mention, so that [1] is the first
 * of the sources. Marks that point to no passage are taken out: nothing is cited that was not given.
 */
export function readCitations(text: string, passages: PlanRequest['passages']): CitedReply {
  const citedChunkIds: string[] = [];
  const reply = text.replace(/\s?\[(\d{1,3})\]/g, (mark, number: string) => {
    const passage = passages[Number(number) - 1];
    if (!passage) return '';
    if (!citedChunkIds.includes(passage.chunkId)) citedChunkIds.push(passage.chunkId);
    return mark.replace(number, String(citedChunkIds.indexOf(passage.chunkId) + 1));
  });
  return { reply, citedChunkIds };
}

/** Where it comes from, so that a model can tell a price list of last year from this year's. */
function provenanceOf({ title, heading, pageFrom, url }: Passage): string {
  const place = [heading, pageFrom ? `page ${pageFrom}` : null, url].filter(Boolean).join(', ');
  return defused(oneLine(place ? `${title} (${place})` : title));
}

function defused(text: string): string {
  return withoutInvisible(text).replace(/<(\/?)documents>/gi, '‹$1documents›');
}
