/** ASCII only. */
export function startsWith(bytes: Uint8Array, marks: string, at = 0): boolean {
  if (at < 0 || at + marks.length > bytes.length) return false;
  for (let i = 0; i < marks.length; i++) if (bytes[at + i] !== marks.charCodeAt(i)) return false;
  return true;
}

/** The first position of `marks` (ASCII) that begins in `from` to `to`, or -1. */
export function findBytes(bytes: Uint8Array, marks: string, from: number, to: number): number {
  const first = marks.charCodeAt(0);
  const last = Math.min(to, bytes.length - marks.length + 1);
  for (let at = Math.max(0, from); at < last; at++) {
    if (bytes[at] === first && startsWith(bytes, marks, at)) return at;
  }
  return -1;
}
