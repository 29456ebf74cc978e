const BYTES_PER_FLOAT = 4;

/** Little-endian float32, which is what every machine that Node runs on has in memory. */
export function packVectors(vectors: readonly Float32Array[]): Buffer {
  return Buffer.concat(vectors.map((v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength)));
}

export function unpackVector(bytes: Buffer): Float32Array {
  const aligned = bytes.byteOffset % BYTES_PER_FLOAT === 0 ? bytes : Buffer.from(new Uint8Array(bytes));
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / BYTES_PER_FLOAT);
}
