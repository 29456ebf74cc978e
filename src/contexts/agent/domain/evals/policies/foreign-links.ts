import { type AnswerSource } from '../eval-answer';

const LINK = /\bhttps?:\/\/[^\s<>()[\]"'`]+/gi;
const END_OF_SENTENCE = /[.,;:!?]+$/;

/** Hosts that an answer links to, and that are none of its sources'. */
export function foreignLinksIn(reply: string, sources: readonly AnswerSource[]): string[] {
  const known = new Set(sources.flatMap(({ url }) => (url === null ? [] : (hostOf(url) ?? []))));
  const hosts = [...reply.matchAll(LINK)].map(([link]) => hostOf(link.replace(END_OF_SENTENCE, '')) ?? link);
  return [...new Set(hosts)].filter((host) => !known.has(host));
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}
