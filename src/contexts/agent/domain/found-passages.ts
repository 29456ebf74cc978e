import { type Passage } from './planner';
import { type ToolResult } from './tool';

/** The passages that a tool has found, if it is one that finds any: they can be cited like those of the first search. */
export function passagesIn(result: ToolResult): readonly Passage[] {
  if (result.kind !== 'done') return [];
  const { passages } = Object(result.output) as { passages?: unknown };
  return Array.isArray(passages) ? passages.filter(isPassage) : [];
}

function isPassage(value: unknown): value is Passage {
  const { chunkId, documentId, title, url, text, score } = Object(value) as Partial<
    Record<keyof Passage, unknown>
  >;
  const areTexts = [chunkId, documentId, title, text].every((field) => typeof field === 'string');
  return areTexts && (url === null || typeof url === 'string') && typeof score === 'number';
}
