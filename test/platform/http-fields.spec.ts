import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import {
  Decimal,
  Email,
  Flag,
  Instant,
  JsonObject,
  Nested,
  Text,
  TextList,
  Uuid,
} from '../../src/platform/http/fields';
import { decodeCursor, encodeCursor, pageOf, toPage } from '../../src/platform/http/page';

class Address {
  @Text({ max: 5 })
  city!: string;
}

class Form {
  @Text({ min: 2, max: 4, optional: true })
  text?: string;

  @Text({ pattern: /^[a-z]+$/, optional: true })
  slug?: string;

  @Email({ optional: true })
  email?: string;

  @Uuid({ optional: true })
  id?: string;

  @Decimal({ min: 0, max: 1, optional: true })
  share?: number;

  @Flag({ optional: true, inQuery: true })
  flag?: boolean;

  @TextList({ max: 2, each: { max: 3 }, optional: true })
  tags?: string[];

  @Nested(() => Address, { optional: true, nullable: true })
  address?: Address | null;

  @Instant({ optional: true })
  at?: string;

  @JsonObject({ maxBytes: 100, optional: true })
  metadata?: object;
}

const accepts = (form: object): boolean => validateSync(plainToInstance(Form, form)).length === 0;

describe('a field', () => {
  it.each([
    { text: 'ab' },
    { text: 'äöüß' },
    { text: '😀😀😀😀' },
    { slug: 'abc' },
    { email: 'ada.l+x@mail.example.co.uk' },
    { id: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' },
    { share: 0.25 },
    { flag: false },
    { flag: 'true' },
    { tags: [] },
    { tags: ['a', 'bcd'] },
    { address: null },
    { address: { city: 'Bonn' } },
    { at: '2026-11-21T10:00:00Z' },
    { at: '2026-11-21T10:00:00.123+01:00' },
    { metadata: { a: [{ b: null }] } },
    {},
  ])('accepts %j', (form) => {
    expect(accepts(form)).toBe(true);
  });

  it.each([
    { text: 'a' },
    { text: '😀' },
    { text: 'abcde' },
    { text: '    ' },
    { text: null },
    { text: ['ab'] },
    { text: 'a\ud800' },
    { slug: 'A' },
    { email: 'ada@' },
    { email: `${'a'.repeat(250)}@x.de` },
    { id: '01938f3a7c1e7b5a9d1f2f6c8e4b7a10' },
    { share: 1.01 },
    { share: Number.NaN },
    { share: '0.5' },
    { flag: 1 },
    { flag: 'yes' },
    { tags: ['a', 'b', 'c'] },
    { tags: ['abcd'] },
    { tags: 'a' },
    { tags: { length: 1 } },
    { address: 'Bonn' },
    { address: [] },
    { address: { city: '' } },
    { at: '2026-11-21' },
    { at: '2026-13-41T10:00:00Z' },
    { metadata: [] },
    { metadata: { a: 'x'.repeat(100) } },
    { metadata: JSON.parse('{"a":'.repeat(17) + '1' + '}'.repeat(17)) as object },
  ])('refuses %j', (form) => {
    expect(accepts(form)).toBe(false);
  });

  it('counts characters as people do, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), (text) => {
        const count = [...text].length;
        expect(accepts({ text })).toBe(
          count >= 2 && count <= 4 && text.trim() !== '' && !text.includes('\u0000'),
        );
      }),
    );
  });
});

describe('a page', () => {
  const ids = ['03', '02', '01'].map((end) => `01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a${end}`);
  const rows = ids.map((id) => ({ id }));

  it('ends with a cursor below which the next one begins', () => {
    const { data, nextCursor } = toPage(rows, 2);
    expect(data.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(decodeCursor(nextCursor!)).toBe(ids[1]);
  });

  it('has no cursor when there is nothing left', () => {
    expect(toPage(rows, 3).nextCursor).toBeNull();
    expect(toPage([], 3)).toEqual({ data: [], nextCursor: null });
  });

  it('begins above every id when there is no cursor', () => {
    expect(ids.every((id) => id < decodeCursor(undefined))).toBe(true);
  });

  it('takes back every cursor that it gave, and no other', () => {
    fc.assert(fc.property(fc.uuid(), (id) => decodeCursor(encodeCursor(id)) === id));
    for (const cursor of ['', 'abc', `${encodeCursor(ids[0]!)}=`, '../../etc', 'AZOPOnwee1qdHy9sjkt6E!']) {
      expect(() => decodeCursor(cursor)).toThrow(
        expect.objectContaining({ code: 'invalid_cursor' }) as Error,
      );
    }
  });

  it('is one class per view, named after it', () => {
    expect(pageOf(Address)).toBe(pageOf(Address));
    expect(pageOf(Address).name).toBe('AddressPage');
  });
});
