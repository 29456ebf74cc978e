import { type SourceView } from '../../queries/run.view';
import { type AnnotationView } from './chat-completion.view';

const MARK = /\[(\d{1,3})\]/g;

/**
 * Where the sources that have an address are cited. Sources are in order of first mention; a text that was
 * streamed has its marks as the model numbered them, so it is the order that counts and not the number.
 */
export function urlCitations(text: string, sources: readonly SourceView[]): AnnotationView[] {
  const mentioned: string[] = [];
  return [...text.matchAll(MARK)].flatMap((mark): AnnotationView[] => {
    const number = mark[1]!;
    if (!mentioned.includes(number)) mentioned.push(number);
    const source = sources[mentioned.indexOf(number)];
    if (!source?.url) return [];
    const { url, title } = source;
    const place = { start_index: mark.index, end_index: mark.index + mark[0].length };
    return [{ type: 'url_citation', url_citation: { url, title, ...place } }];
  });
}

/** The same text whatever its citations are numbered. */
export function withoutMarks(text: string): string {
  return text.replace(/\s?\[\d{1,3}\]/g, '');
}
