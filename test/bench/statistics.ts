export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Not a number where too few values stand behind the percentile. */
export function percentile(values: number[], share: number): number {
  if (values.length * (1 - share) < 2) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
}

export const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
