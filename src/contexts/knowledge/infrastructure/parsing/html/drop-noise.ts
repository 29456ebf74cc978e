import { elementsOf } from './read-dom';

const DROPPED = new Set(
  `SCRIPT STYLE NOSCRIPT TEMPLATE NAV IFRAME OBJECT EMBED APPLET SVG MATH CANVAS AUDIO VIDEO MAP DIALOG BUTTON INPUT SELECT
  TEXTAREA DATALIST HEAD`.split(/\s+/),
);
const HIDDEN_STYLE = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;
/** Word's notes lead back to where they were called. */
const BACK_LINK = /^#(?:foot|end)note-ref-/;
const BLOCKS_IN_CELLS = new Set('UL OL LI H1 H2 H3 H4 H5 H6 BLOCKQUOTE PRE P'.split(' '));
const WIDEST_SPAN = 50;
const PROPER_NAME = /^[a-z][\w:.-]*$/i;

/** Takes out what is no text for readers: code, menus, forms, and what a page hides from people. */
export function dropNoise(document: Document): void {
  nameProperly(document);
  for (const { element } of elementsOf(document)) {
    if (element === document.documentElement) continue;
    if (isNoise(element)) element.remove();
    else if (element.hasAttribute('colspan')) boundSpan(element);
  }
}

/**
 * Makes tables ones that Markdown can write: cells of one line, and a first row of headings, which is what the first
 * row nearly always is.
 */
export function simplifyTables(document: Document): void {
  for (const table of Array.from(document.querySelectorAll('table'))) {
    if (table.querySelector('table')) continue;
    for (const cell of Array.from(table.querySelectorAll('td, th'))) flatten(document, cell);
    const first = table.rows[0];
    if (first && table.rows.length > 1 && !table.querySelector('th')) {
      for (const cell of Array.from(first.cells)) rename(document, cell, 'th');
    }
  }
}

/** `<h1<p>` is an element of that name to a parser, and to nobody who copies it. */
function nameProperly(document: Document): void {
  const improper = [...elementsOf(document)].filter(({ element }) => !PROPER_NAME.test(element.nodeName));
  for (const { element } of improper) rename(document, element, 'span');
}

function isNoise(element: Element): boolean {
  return (
    DROPPED.has(element.nodeName.toUpperCase()) ||
    element.hasAttribute('hidden') ||
    element.getAttribute('aria-hidden') === 'true' ||
    HIDDEN_STYLE.test(element.getAttribute('style') ?? '') ||
    (element.nodeName === 'A' && BACK_LINK.test(element.getAttribute('href') ?? ''))
  );
}

/** A cell that claims a billion columns is written as a billion columns. */
function boundSpan(element: Element): void {
  const span = Number(element.getAttribute('colspan'));
  if (!(span >= 1 && span <= WIDEST_SPAN)) element.removeAttribute('colspan');
}

function flatten(document: Document, cell: Element): void {
  for (const block of Array.from(cell.querySelectorAll('*'))) {
    if (block.nodeName === 'HR') block.remove();
    else if (BLOCKS_IN_CELLS.has(block.nodeName)) rename(document, block, 'div');
  }
}

function rename(document: Document, element: Element, name: string): void {
  const renamed = document.createElement(name);
  while (element.firstChild) renamed.appendChild(element.firstChild);
  for (const attribute of ['align', 'colspan']) {
    const value = element.getAttribute(attribute);
    if (value !== null) renamed.setAttribute(attribute, value);
  }
  element.parentNode?.replaceChild(renamed, element);
}
