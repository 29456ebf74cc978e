type NumberArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

/** The array itself when it has the room, otherwise a larger copy: half as much again, so that copying stays rare. */
export function withRoomFor<T extends NumberArray>(array: T, needed: number): T {
  if (needed <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(
    Math.max(needed, Math.ceil(array.length * 1.5)),
  );
  larger.set(array);
  return larger;
}
