const TOLERANCE_SECONDS = 300;

/** Old requests are somebody's recording; those of the future would stay valid for as long as they like. */
export function isFreshTimestamp(seconds: string, receivedAt: Date): boolean {
  if (!/^\d{1,12}$/.test(seconds)) return false;
  return Math.abs(Number(seconds) * 1_000 - receivedAt.getTime()) <= TOLERANCE_SECONDS * 1_000;
}
