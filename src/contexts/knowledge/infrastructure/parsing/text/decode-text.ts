import { analyse } from 'chardet';
import { findBytes } from '../../../domain/parsing/byte-search';
import { byteOrderMark, unmarkedUtf16 } from '../../../domain/parsing/unicode-marks';
import { cleanText } from './clean-text';
import { mendWindows1252 } from './windows-1252';

const DECLARED_WITHIN = 2_048;
const SAMPLE_BYTES = 65_536;
const DECLARATION =
  /(?:<meta\b[^>]{0,200}\bcharset\s*=|<\?xml\b[^>]{0,200}\bencoding\s*=)\s*["']?\s*([\w.:-]{1,40})/i;
/** ISO-2022-JP, which is seven-bit and so valid UTF-8 as well, announces its characters with one of these. */
const SWITCHES_TO_JAPANESE = ['\x1b$B', '\x1b$@', '\x1b(J'];
const MOST_LIKELY = 'windows-1252';

/** Bytes to text: by byte order mark, by what the bytes can be, by declaration (in HTML), by statistics. */
export function decodeText(bytes: Uint8Array, { declared = false } = {}): string {
  const unicode = byteOrderMark(bytes) ?? unmarkedUtf16(bytes);
  if (unicode) return cleanText(new TextDecoder(unicode).decode(bytes));
  if (SWITCHES_TO_JAPANESE.some((mark) => findBytes(bytes, mark, 0, SAMPLE_BYTES) >= 0))
    return decodeAs('iso-2022-jp', bytes);
  // Text of another encoding is hardly ever valid UTF-8, whatever it declares.
  return decodeUtf8(bytes) ?? decodeAs((declared ? declaredIn(bytes) : null) ?? guessEncoding(bytes), bytes);
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return cleanText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function decodeAs(encoding: string, bytes: Uint8Array): string {
  const decoder = decoderOf(encoding) ?? new TextDecoder(MOST_LIKELY);
  const text = decoder.decode(bytes);
  return cleanText(decoder.encoding === 'windows-1252' ? mendWindows1252(text) : text);
}

/** Null where it has no such encoding. */
function decoderOf(encoding: string): TextDecoder | null {
  try {
    return new TextDecoder(encoding);
  } catch {
    return null;
  }
}

/** The declaration itself was read as ASCII: that it names UTF-16 is a mistake, as browsers see it. */
function declaredIn(bytes: Uint8Array): string | null {
  const name = DECLARATION.exec(asciiOf(bytes, DECLARED_WITHIN))?.[1];
  return name && decoderOf(name) && !/^utf-?16/i.test(name) ? name : null;
}

function guessEncoding(bytes: Uint8Array): string {
  const guesses = analyse(bytes.subarray(0, SAMPLE_BYTES));
  return guesses.find(({ name }) => decoderOf(name))?.name ?? MOST_LIKELY;
}

function asciiOf(bytes: Uint8Array, length: number): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, length));
}
