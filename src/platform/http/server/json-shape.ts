const DEEPEST = 32;
const MOST_KEYS = 1_000;
const MOST_VALUES = 100_000;

/**
 * What is outsized about a document, which bounds the work of everything that walks it later; or a key that every
 * object has by birth: forms pass over those without a word, and what is not known has to be refused.
 */
export function outsizedShape(document: unknown): string | null {
  let values = 0;
  const visit = (node: unknown, depth: number): string | null => {
    if (typeof node !== 'object' || node === null) return null;
    if (depth > DEEPEST) return `The JSON is nested more than ${DEEPEST} levels deep.`;
    const children = Array.isArray(node) ? (node as unknown[]) : Object.values(node);
    if (children !== node && children.length > MOST_KEYS) return `An object has more than ${MOST_KEYS} keys.`;
    const inherited = Object.keys(node).find((key) => key in Object.prototype);
    if (inherited) return `An object has a key named ${inherited}.`;
    values += children.length;
    if (values > MOST_VALUES) return `The JSON has more than ${MOST_VALUES} values.`;
    for (const child of children) {
      const problem = visit(child, depth + 1);
      if (problem) return problem;
    }
    return null;
  };
  return visit(document, 1);
}
