/** Joins and cuts a stream of chunks into parts of exactly `bytes`, but for the last. */
export async function* cut(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < bytes) continue;
    const joined = Buffer.concat(waiting);
    const end = size - (size % bytes);
    for (let at = 0; at < end; at += bytes) yield joined.subarray(at, at + bytes);
    waiting = [joined.subarray(end)];
    size -= end;
  }
  if (size > 0) yield Buffer.concat(waiting);
}
