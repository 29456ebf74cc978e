import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CallExpression,
  createSourceFile,
  forEachChild,
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isStringLiteralLike,
  isTaggedTemplateExpression,
  type Node,
  ScriptTarget,
} from 'typescript';

const TESTS = new Set(['it', 'test']);
const ID = /^(?:[A-Z]{2}-\d{2}|[A-Z]\d{1,2})$/;

/** The titles of all tests that would run, read off the sources. */
export function titlesUnder(directory: string): string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.spec.ts')).flatMap((name) => titlesIn(join(directory, name)));
}

/** The ids in the square brackets of a title. */
export function idsIn(title: string): string[] {
  const words = [...title.matchAll(/\[([^\]]+)\]/g)].flatMap(([, inside]) => inside!.split(/[\s,]+/));
  return words.filter((word) => ID.test(word));
}

function titlesIn(path: string): string[] {
  const titles: string[] = [];
  const visit = (node: Node): void => {
    if (isCallExpression(node) && isTest(node)) titles.push(titleOf(node));
    forEachChild(node, visit);
  };
  visit(createSourceFile(path, readFileSync(path, 'utf8'), ScriptTarget.Latest));
  return titles;
}

function titleOf({ arguments: [title] }: CallExpression): string {
  return title && isStringLiteralLike(title) ? title.text : '';
}

/** `it(…)` and `it.each(…)(…)`; what is skipped or to be done proves nothing. */
function isTest({ expression }: CallExpression): boolean {
  const [root, ...rest] = namesIn(expression);
  return TESTS.has(root ?? '') && !rest.includes('skip') && !rest.includes('todo');
}

function namesIn(node: Node): string[] {
  if (isIdentifier(node)) return [node.text];
  if (isPropertyAccessExpression(node)) return [...namesIn(node.expression), node.name.text];
  if (isCallExpression(node)) return namesIn(node.expression);
  return isTaggedTemplateExpression(node) ? namesIn(node.tag) : [];
}
