import { field } from '../../../../platform/http/rule';
import { textProblem } from '../../../../platform/http/text-rules';

const LONGEST = 32_000;
const MOST_PARTS = 50;
const lengthProblem = textProblem({ min: 0, max: LONGEST });

interface TextPart {
  readonly type: 'text';
  readonly text: string;
}
export type ChatContent = string | readonly TextPart[] | null;

/** A message's text: whole, in parts, or null beside calls of tools. */
export function ContentOfMessage(): PropertyDecorator {
  const part = {
    type: 'object' as const,
    properties: { type: { type: 'string' as const, enum: ['text'] }, text: { type: 'string' as const } },
    required: ['type', 'text'],
  };
  return field(
    contentProblem,
    { optional: true, nullable: true, example: 'How do I reset my password?', description: 'Text alone.' },
    {
      oneOf: [
        { type: 'string', maxLength: LONGEST },
        { type: 'array', items: part, maxItems: MOST_PARTS },
      ],
    },
  );
}

export function textOf(content: ChatContent | undefined): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text).join('\n');
}

function contentProblem(content: unknown): string | null {
  if (!Array.isArray(content)) return lengthProblem(content);
  if (content.length > MOST_PARTS) return `must have at most ${MOST_PARTS} parts`;
  if (!content.every(isText)) return 'must hold parts of the type text alone';
  return lengthProblem(textOf(content));
}

function isText(part: unknown): part is TextPart {
  const { type, text } = (part ?? {}) as Partial<Record<string, unknown>>;
  return type === 'text' && typeof text === 'string';
}
