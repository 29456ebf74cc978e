export interface TextBlock {
  readonly text: string;
  /** The line that opens a block of code, which nothing may cut without opening it again. */
  readonly fence: string | null;
}

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;

/** Paragraphs and blocks of code, in order. A block of code that nobody has closed is closed. */
export function textBlocksOf(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  const end = () => {
    if (lines.length > 0) blocks.push({ text: lines.join('\n'), fence });
    lines = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (fence !== null) {
      lines.push(line);
      if (!closes(line, fence)) continue;
      end();
      fence = null;
    } else if (FENCE.test(line)) {
      end();
      fence = line;
      lines.push(line);
    } else if (line.trim() === '') end();
    else lines.push(line);
  }
  if (fence !== null) lines.push(closingOf(fence));
  end();
  return blocks;
}

/** The line that ends a block of code which this line opened. */
export const closingOf = (fence: string): string => FENCE.exec(fence)?.[1] ?? '';

function closes(line: string, fence: string): boolean {
  const marks = closingOf(fence);
  return line.trim().startsWith(marks) && line.trim().replaceAll(marks.charAt(0), '') === '';
}
