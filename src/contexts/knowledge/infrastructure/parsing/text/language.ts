import { languageCode } from './found-properties';

const SAMPLE_CHARACTERS = 1_000;
const FEWEST_LETTERS = 40;
/** By frequencies alone, the first guess must leave the second far behind. */
const LEAST_LEAD = 1.5;
const LEAST_ACCURACY = 0.05;

/**
 * The language that a text is written in, when that is beyond doubt. Costs some 0.3 ms for any length; the first call
 * loads the profiles (60 ms, 15 MB), and a text of a few words is not looked at.
 */
export async function languageOf(text: string): Promise<string | undefined> {
  const sample = sampleOf(text);
  if (sample.length < FEWEST_LETTERS) return undefined;
  const { detectAll } = await import('tinyld/light');
  const [best, second] = detectAll(sample);
  if (!best || best.accuracy < LEAST_ACCURACY) return undefined;
  const isClear = best.accuracy >= LEAST_LEAD * (second?.accuracy ?? 0);
  return isClear ? languageCode(best.lang) : undefined;
}

/** Letters only, from a little way in: documents often begin with names, numbers and marks. */
function sampleOf(text: string): string {
  const from = text.length > 4 * SAMPLE_CHARACTERS ? SAMPLE_CHARACTERS : 0;
  return text
    .slice(from, from + 2 * SAMPLE_CHARACTERS)
    .replace(/https?:\S+|[^\p{L}\p{M}'’]+/gu, ' ')
    .trim()
    .slice(0, SAMPLE_CHARACTERS);
}
