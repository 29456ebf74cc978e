import { badFormat, wrongInput } from './failure';
import { passes, type Payload } from './filter';

type Json = Readonly<Record<string, unknown>>;

interface StoredPoint {
  readonly id: string;
  readonly vector: readonly number[];
  readonly payload: Payload;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DEFAULT_LIMIT = 10;

/** Points of one length of vector, compared by the cosine. */
export class FakeCollection {
  readonly points = new Map<string, StoredPoint>();
  readonly indexes = new Map<string, unknown>();
  readonly size: number;

  constructor(readonly created: Json) {
    const { size, distance } = (created.vectors ?? {}) as Json;
    if (typeof size !== 'number' || size < 1) throw badFormat('vectors.size');
    if (distance !== 'Cosine') throw badFormat('this fake knows the cosine only');
    this.size = size;
  }

  /** As `GET /collections/{name}` tells it. */
  get info(): object {
    return {
      status: 'green',
      optimizer_status: 'ok',
      segments_count: 1,
      points_count: this.points.size,
      config: { params: { vectors: this.created.vectors } },
      payload_schema: Object.fromEntries(
        [...this.indexes].map(([field, params]) => [
          field,
          { data_type: (params as { type: string }).type, params, points: 0 },
        ]),
      ),
    };
  }

  /** All of them or none: a batch is checked before it is taken. */
  upsert(given: unknown): void {
    if (!Array.isArray(given)) throw badFormat('points');
    const points = given.map((point) => this.pointFrom(point as Json));
    for (const point of points) this.points.set(point.id, point);
  }

  query({ query, filter, limit, with_payload }: Json): object[] {
    const asked = unit(this.vectorFrom(query));
    const scored = this.passing(filter).map((point) => ({ point, score: dot(point.vector, asked) }));
    return scored
      .sort((a, b) => b.score - a.score)
      .slice(0, limitOf(limit))
      .map(({ point: { id, payload }, score }) => ({
        id,
        version: 0,
        score,
        ...shown(payload, with_payload),
      }));
  }

  scroll({ filter, limit, offset, with_payload = true }: Json): object {
    const from = typeof offset === 'string' ? offset : '';
    const following = this.passing(filter).filter(({ id }) => id >= from);
    const sorted = following.sort((a, b) => (a.id < b.id ? -1 : 1));
    const page = sorted.slice(0, limitOf(limit));
    return {
      points: page.map(({ id, payload }) => ({ id, ...shown(payload, with_payload) })),
      next_page_offset: sorted[page.length]?.id ?? null,
    };
  }

  delete({ filter, points }: Json): void {
    if (filter === undefined && !Array.isArray(points)) throw badFormat('neither points nor a filter');
    const ids = Array.isArray(points) ? (points as string[]) : this.passing(filter).map(({ id }) => id);
    for (const id of ids) this.points.delete(id);
  }

  count({ filter }: Json): number {
    return this.passing(filter).length;
  }

  private passing(filter: unknown): StoredPoint[] {
    return [...this.points.values()].filter((point) => passes(point, filter));
  }

  private pointFrom({ id, vector, payload }: Json): StoredPoint {
    if (typeof id !== 'string' || !UUID.test(id)) {
      throw badFormat(
        `${String(id)} is not a valid point ID, valid values are either an unsigned integer or a UUID`,
      );
    }
    return { id, vector: unit(this.vectorFrom(vector)), payload: (payload ?? {}) as Payload };
  }

  private vectorFrom(given: unknown): readonly number[] {
    if (!Array.isArray(given) || given.some((value) => typeof value !== 'number')) throw badFormat('vector');
    if (given.length === this.size) return given as number[];
    throw wrongInput(`Vector dimension error: expected dim: ${this.size}, got ${given.length}`);
  }
}

function limitOf(limit: unknown): number {
  if (limit === undefined || limit === null) return DEFAULT_LIMIT;
  if (typeof limit === 'number' && limit >= 1) return limit;
  throw new RangeError('limit');
}

function shown(payload: Payload, wanted: unknown): { payload?: Payload } {
  if (wanted === true) return { payload };
  if (!Array.isArray(wanted)) return {};
  return { payload: Object.fromEntries(Object.entries(payload).filter(([key]) => wanted.includes(key))) };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** What is compared by the cosine is stored with length one. */
function unit(vector: readonly number[]): readonly number[] {
  const length = Math.sqrt(dot(vector, vector));
  return length === 0 ? vector : vector.map((value) => Math.fround(value / length));
}
