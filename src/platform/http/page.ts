import { type Type } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error';
import { Text, Whole } from './fields';
import { Shown } from './view-fields';

/** Above every id: the place in front of the newest row. */
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export interface Page<T> {
  readonly data: T[];
  readonly nextCursor: string | null;
}

export class PageQuery {
  @Whole({ min: 1, max: 100, optional: true, inQuery: true, example: 20, description: 'How many at most.' })
  limit: number = 20;

  @Text({
    optional: true,
    max: 200,
    description: 'The nextCursor of the page before.',
    example: 'AZOPOnwee1qdHy9sjkt6EA',
  })
  cursor?: string;
}

/** The id to continue below: `WHERE id < ${decodeCursor(cursor)} ORDER BY id DESC LIMIT ${limit + 1}`. */
export function decodeCursor(cursor: string | undefined): string {
  if (cursor === undefined) return NEWEST;
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (id.length === 36 && encodeCursor(id) === cursor) return id;
  throw new DomainError({
    kind: 'invalid',
    code: 'invalid_cursor',
    detail: 'The cursor is not one that a page returned.',
  });
}

export function encodeCursor(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** Takes the `limit + 1` rows that were read; the one too many only tells that there is a next page. */
export function toPage<T extends { readonly id: string }>(rows: readonly T[], limit: number): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? encodeCursor(last.id) : null };
}

const pages = new Map<Type, Type>();

/** The class of a page of views, for OpenAPI. */
export function pageOf<T>(view: Type<T>): Type<Page<T>> {
  const known = pages.get(view);
  if (known) return known as Type<Page<T>>;
  class PageOfViews {
    @Shown({ type: view, isArray: true })
    data!: T[];

    @Shown({ example: 'AZOPOnwee1qdHy9sjkt6EA', nullable: true, description: 'Null on the last page.' })
    nextCursor!: string | null;
  }
  Object.defineProperty(PageOfViews, 'name', { value: `${view.name.replace(/View$/, '')}Page` });
  pages.set(view, PageOfViews);
  return PageOfViews;
}
