import { createIncrementalHTMLParser } from '@mixmark-io/domino';
import { markupTooDeep } from '../../../domain/parsing/parsing-errors';
import { DEEPEST_MARKUP } from '../../../domain/parsing/parsing-limits';

const TOKENS_BETWEEN_LOOKS = 1_000;

/**
 * Markup to a document. The parser's work grows with the square of the depth, so that the depth is looked at on the
 * way: the last children are the elements that are open.
 */
export function readDom(html: string): Document {
  const parser = createIncrementalHTMLParser();
  parser.end(html);
  let tokens = 0;
  while (parser.process(() => ++tokens % TOKENS_BETWEEN_LOOKS === 0))
    refuseDepth(openDepth(parser.document()));
  const document = parser.document();
  for (const { depth } of elementsOf(document)) refuseDepth(depth);
  return document;
}

/** All elements in document order, with their depth, without recursion. The current one may be removed. */
export function* elementsOf(document: Document): Generator<{ element: Element; depth: number }> {
  let depth = 1;
  let element: Element | null = document.documentElement;
  while (element) {
    const next = nextOf(element);
    yield { element, depth };
    const child: Element | null = element.parentNode ? element.firstElementChild : null;
    element = child ?? next.element;
    depth += child ? 1 : -next.levels;
  }
}

/** The element after this one and all that is in it. */
function nextOf(element: Element): { element: Element | null; levels: number } {
  let levels = 0;
  for (let at: Element | null = element; at; at = at.parentElement, levels++) {
    if (at.nextElementSibling) return { element: at.nextElementSibling, levels };
  }
  return { element: null, levels };
}

/** What does not belong into a table is open before it, and not its last child. */
function openDepth(document: Document): number {
  const open: { node: Node; depth: number }[] = [{ node: document, depth: 0 }];
  let deepest = 0;
  for (let at = open.pop(); at; at = open.pop()) {
    deepest = Math.max(deepest, at.depth);
    const last = at.node.lastChild;
    const before = last?.nodeName === 'TABLE' ? last.previousSibling : null;
    if (last) open.push({ node: last, depth: at.depth + 1 });
    if (before) open.push({ node: before, depth: at.depth + 1 });
  }
  return deepest;
}

function refuseDepth(depth: number): void {
  if (depth > DEEPEST_MARKUP) throw markupTooDeep();
}
