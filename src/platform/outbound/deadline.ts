/** Ends the work when the time is up or the caller gives up, and says then which of the two it was. */
export async function withDeadline<T>(
  milliseconds: number,
  late: () => Error,
  callers: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), {
      once: true,
    });
  });
  const timer = setTimeout(() => controller.abort(late()), milliseconds);
  const giveUp = () => controller.abort(callers?.reason);
  if (callers?.aborted) giveUp();
  callers?.addEventListener('abort', giveUp, { once: true });
  try {
    // Raced, so that nothing that fails to hear the signal keeps the caller.
    return await Promise.race([aborted, work(controller.signal)]);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    callers?.removeEventListener('abort', giveUp);
  }
}
