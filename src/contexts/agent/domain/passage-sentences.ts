import { sentencesOf } from '../../../kernel/text/sentences';

const MOST_CHARACTERS = 20_000;
const MARKDOWN_HEADING = /^#{1,6}\s/;
const LIST_MARK = /^(?:[-*+\u2022]|\d{1,3}[.)])\s+/;
const TABLE_RULE = /^[|:\-\s]+$/;
const UNDERLINE = /^(?:={3,}|-{3,}|\*{3,}|_{3,})\s*$/;
const FENCE = /^(?:```|~~~)/;

export interface PassageSentence {
  text: string;
  /** The heading above it, or the question that it follows in a list of questions and answers. */
  context: string;
  isStep: boolean;
}

interface Paragraph {
  text: string;
  kind: 'heading' | 'step' | 'prose';
}

/** The sentences of a passage as plain text: headings become the context of what follows them, code is left out. */
export function sentencesOfPassage(passage: string): PassageSentence[] {
  const sentences: PassageSentence[] = [];
  let heading = '';
  let asked = '';
  for (const { text, kind } of paragraphsOf(passage.slice(0, MOST_CHARACTERS))) {
    if (kind === 'heading') {
      heading = text;
      asked = '';
      continue;
    }
    for (const { start, end } of sentencesOf(text)) {
      const sentence = text.slice(start, end).trim();
      if (/[?\uff1f]["')\u201d\u00bb]?$/.test(sentence)) asked = sentence;
      else if (sentence)
        sentences.push({ text: sentence, context: `${heading} ${asked}`, isStep: kind === 'step' });
    }
  }
  return sentences;
}

/** Lines that were only wrapped come together again. */
function paragraphsOf(passage: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let inFence = false;
  let mayContinue = false;
  for (const rawLine of passage.split('\n')) {
    const line = rawLine.trim();
    if (FENCE.test(line)) inFence = !inFence;
    if (inFence || FENCE.test(line) || line === '' || isRule(line)) {
      mayContinue = false;
      continue;
    }
    const paragraph = paragraphOf(line);
    const previous = paragraphs.at(-1);
    if (mayContinue && previous && paragraph.kind === 'prose') previous.text += ` ${paragraph.text}`;
    else if (paragraph.text) paragraphs.push(paragraph);
    mayContinue = paragraph.kind !== 'heading' && !line.startsWith('|');
  }
  return paragraphs;
}

function isRule(line: string): boolean {
  return UNDERLINE.test(line) || (line.startsWith('|') && TABLE_RULE.test(line));
}

function paragraphOf(line: string): Paragraph {
  if (MARKDOWN_HEADING.test(line))
    return { text: plain(line.replace(/^#{1,6}\s+|\s+#{1,6}$/g, '')), kind: 'heading' };
  if (LIST_MARK.test(line)) return { text: plain(line.replace(LIST_MARK, '')), kind: 'step' };
  if (line.startsWith('|')) return { text: rowText(line), kind: 'prose' };
  return { text: plain(line.replace(/^>\s?/, '')), kind: 'prose' };
}

function rowText(row: string): string {
  const cells = row.split('|').map((cell) => plain(cell.trim()));
  return cells.filter(Boolean).join(', ');
}

function plain(text: string): string {
  return text
    .replace(/!?\[([^[\]]{0,200})\]\([^()\s]{0,500}\)/g, '$1')
    .replace(/[*`]{1,3}|__|~~/g, '')
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, '')
    .replace(/ ?\[\d{1,3}\]/g, '')
    .replace(/[ \t]{2,20}/g, ' ')
    .trim();
}
