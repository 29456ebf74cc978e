import { lastUserMessage, textOf, type ChatMessage } from './wire';

interface Source {
  number: string;
  text: string;
}

/**
 * The ways in which prompts usually number their sources:
 * `<document id="1">…</document>`, `[1] …` and `Source 1: …`.
 */
const TAGGED = /<(document|source|passage|chunk|doc)\b[^>]*?=["']?\[?(\d+)\]?["']?[^>]*>([\s\S]*?)<\/\1>/i;
const BRACKETED = /(?:^|\n)\s*\[(\d+)\][ :.-]*([\s\S]*?)(?=\n\s*\[\d+\]|\n\s*(?:question|user)\b.*:|$)/i;
const LABELLED =
  /(?:^|\n)\s*(?:source|document)\s+#?(\d+)\s*:([\s\S]*?)(?=\n\s*(?:source|document|question)\b|$)/i;

/** A sentence of the first source, cited; or undefined where the conversation brings no sources. */
export function citedReply(messages: ChatMessage[]): string | undefined {
  const question = textOf(lastUserMessage(messages));
  for (const message of [...messages].reverse()) {
    if (message.role === 'assistant') continue;
    const source = firstSource(textOf(message));
    if (source) return `${closestSentence(source.text, question)} [${source.number}]`;
  }
  return undefined;
}

function firstSource(prompt: string): Source | undefined {
  const tagged = TAGGED.exec(prompt);
  if (tagged) return { number: tagged[2] ?? '1', text: tagged[3] ?? '' };
  const plain = BRACKETED.exec(prompt) ?? LABELLED.exec(prompt);
  return plain ? { number: plain[1] ?? '1', text: plain[2] ?? '' } : undefined;
}

function closestSentence(text: string, question: string): string {
  const sentences = text
    .replace(/<[^>]+>/g, '\n')
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter(Boolean);
  const whole = sentences.filter((sentence) => /[.!?]$/.test(sentence));
  // The prompt holds the sources too; only what stands outside of them tells sentences apart.
  const asked = wordsOf(question.replace(text, ''));
  const shared = (sentence: string): number => [...wordsOf(sentence)].filter((w) => asked.has(w)).length;
  const candidates = whole.length > 0 ? whole : sentences;
  return candidates.reduce((best, next) => (shared(next) > shared(best) ? next : best), candidates[0] ?? '');
}

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
