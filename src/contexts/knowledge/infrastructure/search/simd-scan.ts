/**
 * Ten times as fast as the same loop in JavaScript, which knows no vector instructions. It is this text, assembled:
 *
 *     (module (memory (import "vectors" "memory") 1)
 *       (func (export "scan") (param $query i32) (param $row i32) (param $rows i32) (param $bytes i32) (param $score i32)
 *         (local $end i32) (local $q i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
 *         (loop $next-row
 *           $a = $b = $c = $d = 0; $q = $query; $end = $row + $bytes
 *           (loop $next-part
 *             $a += f32x4($q) * f32x4($row)             $b += f32x4($q + 16) * f32x4($row + 16)
 *             $c += f32x4($q + 32) * f32x4($row + 32)   $d += f32x4($q + 48) * f32x4($row + 48)
 *             $q += 64; $row += 64; (br_if $next-part (i32.lt_u $row $end)))
 *           f32($score) = the sum of the four lanes of $a + $b + $c + $d
 *           $score += 4; $rows -= 1; (br_if $next-row $rows))))
 */
const ASSEMBLED =
  'AGFzbQEAAAABCQFgBX9/f39/AAITAQd2ZWN0b3JzBm1lbW9yeQIAAQMCAQAHCAEEc2NhbgAACpYCAZMCAgJ/BHsDQP0MAAAAAAAAAAAAAAAAAAAA' +
  'ACEH/QwAAAAAAAAAAAAAAAAAAAAAIQj9DAAAAAAAAAAAAAAAAAAAAAAhCf0MAAAAAAAAAAAAAAAAAAAAACEKIAAhBiABIANqIQUDQCAHIAb9AAAA' +
  'IAH9AAAA/eYB/eQBIQcgCCAG/QAAECAB/QAAEP3mAf3kASEIIAkgBv0AACAgAf0AACD95gH95AEhCSAKIAb9AAAwIAH9AAAw/eYB/eQBIQogBkHA' +
  'AGohBiABQcAAaiIBIAVJDQALIAcgCP3kASAJIAr95AH95AEhByAEIAf9HwAgB/0fAZIgB/0fAiAH/R8DkpI4AgAgBEEEaiEEIAJBAWsiAg0ACws=';

/** Rows are multiples of this many floats. */
export const FLOATS_PER_STEP = 16;

/** Writes the dot product of the query with each of the rows. All but `rows` are in bytes. */
export type Scan = (
  query: number,
  firstRow: number,
  rows: number,
  bytesPerRow: number,
  scores: number,
) => void;

let compiled: WebAssembly.Module | undefined;

export function scanOver(memory: WebAssembly.Memory): Scan {
  compiled ??= new WebAssembly.Module(Buffer.from(ASSEMBLED, 'base64'));
  return new WebAssembly.Instance(compiled, { vectors: { memory } }).exports.scan as Scan;
}
