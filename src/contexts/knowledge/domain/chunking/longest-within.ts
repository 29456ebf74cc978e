const MOST_GUESSES = 10;

interface Fitting {
  limit: number;
  most: number;
  firstGuess: number;
  tokensOf: (length: number) => number;
}

/** The greatest length of which the tokens keep a limit, or nearly so: every guess costs a count. */
export function longestWithin({ limit, most, firstGuess, tokensOf }: Fitting): number {
  let fits = 0;
  let tooLong = most + 1;
  let guess = firstGuess;
  for (let guesses = 0; guesses < MOST_GUESSES && tooLong - fits > 1; guesses++) {
    const length = Math.max(fits + 1, Math.min(guess, tooLong - 1));
    const tokens = tokensOf(length);
    if (tokens <= limit) fits = length;
    else tooLong = length;
    if (tokens === limit) break;
    const charactersPerToken = length / Math.max(1, tokens);
    guess = Math.round(Math.min(length + (limit - tokens) * charactersPerToken, 4 * length));
    if (guess <= fits || guess >= tooLong) guess = (fits + tooLong) >> 1;
  }
  return fits;
}
