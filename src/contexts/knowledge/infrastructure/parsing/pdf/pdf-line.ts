/** A piece of text as pdf.js finds it, from the lower left corner of the page. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

export interface PdfLine {
  text: string;
  x: number;
  right: number;
  /** Of the base line. */
  y: number;
  /** Of most of its letters. */
  size: number;
}

/** How far a raised or lowered piece may stand off its line, in sizes of the letters. */
const OFFSET = 0.45;
const WORD_GAP = 0.15;
/** So far apart are the cells of a table row. */
const CELL_GAP = 1.8;
/** A piece may begin a little before the end of the last one: kerning. */
const OVERLAP = 1;

export function linesOf(pieces: Iterable<Piece>): PdfLine[] {
  const lines: PdfLine[] = [];
  let line: PdfLine | undefined;
  for (const piece of pieces) {
    if (piece.text.trim() === '') {
      if (line && piece.text !== '' && isOnLine(line, piece)) appendSpace(line);
      continue;
    }
    if (line && isOnLine(line, piece)) append(line, piece);
    else lines.push((line = lineFrom(piece)));
  }
  return lines.map((each) => ({ ...each, text: each.text.trim() }));
}

function lineFrom({ text, x, y, width, size }: Piece): PdfLine {
  return { text, x, right: x + width, y, size };
}

function isOnLine(line: PdfLine, piece: Piece): boolean {
  const size = Math.max(line.size, piece.size);
  return Math.abs(line.y - piece.y) <= OFFSET * size && piece.x >= line.right - OVERLAP * size;
}

function append(line: PdfLine, piece: Piece): void {
  const gap = piece.x - line.right;
  const size = Math.max(line.size, piece.size);
  if (gap > CELL_GAP * size) line.text = `${line.text.trimEnd()}  `;
  else if (gap > WORD_GAP * size) appendSpace(line);
  // A raised digit must not pull the line up.
  if (piece.text.trim().length > line.text.trim().length) {
    line.size = piece.size;
    line.y = piece.y;
  }
  line.text += piece.text;
  line.right = Math.max(line.right, piece.x + piece.width);
}

function appendSpace(line: PdfLine): void {
  if (!line.text.endsWith(' ')) line.text += ' ';
}
