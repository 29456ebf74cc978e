import * as fc from 'fast-check';
import { replyPieces } from '../../../src/contexts/channels/infrastructure/reply-pieces';

const upTo = (limit: number) => (piece: string) => piece.length <= limit;
const bare = (text: string) => text.replace(/\s+/g, '');
const fragment = fc.oneof(
  fc.constantFrom(
    ...[
      'A sentence. ',
      'Is it? ',
      '\n\n',
      '\n',
      ' ',
      'word ',
      '👩‍👩‍👧',
      '𝄞𝄞𝄞',
      '```js\n',
      '```\n',
      '\n~~~\n',
      'x'.repeat(90),
    ],
    ...['**bold** ', '- item\n', '# Title\n', '`code` ', 'e.g. this ', '。', '\r\n'],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !/[`~]/.test(text)),
);
const anyReply = fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join(''));

describe('a reply that is too long', () => {
  it('stays whole where it fits', () => {
    expect(replyPieces('One.\n\nTwo.', upTo(20))).toEqual(['One.\n\nTwo.']);
    expect(replyPieces(' \n ', upTo(20))).toEqual([]);
  });

  it('is cut between paragraphs, then sentences, then words, then characters [CO-21]', () => {
    expect(replyPieces('One is here.\n\nTwo is here.\n\nThree.', upTo(26))).toEqual([
      'One is here.\n\nTwo is here.',
      'Three.',
    ]);
    expect(replyPieces('One is here. Two is, e.g. this. Three.', upTo(20))).toEqual([
      'One is here.',
      'Two is, e.g. this.',
      'Three.',
    ]);
    expect(replyPieces('many words without an end', upTo(12))).toEqual(['many words', 'without an', 'end']);
    expect(replyPieces('𝄞'.repeat(5), upTo(5))).toEqual(['𝄞𝄞', '𝄞𝄞', '𝄞']);
  });

  it('keeps code in blocks of code, also where a block is cut or was never closed [CO-21]', () => {
    expect(replyPieces('Do:\n```sh\nnpm ci\nnpm start\n```\nDone.', upTo(20))).toEqual([
      'Do:',
      '```sh\nnpm ci\n```',
      '```sh\nnpm start\n```',
      'Done.',
    ]);
    expect(replyPieces('```\nopen', upTo(20))).toEqual(['```\nopen\n```']);
    expect(replyPieces(`\`\`\`${'x'.repeat(30)}\ny\n\`\`\``, upTo(20)).join('')).not.toContain('y```');
  });

  it('loses nothing, fits, and halves no character, whatever it says', () => {
    fc.assert(
      fc.property(anyReply, fc.integer({ min: 20, max: 200 }), (reply, limit) => {
        const pieces = replyPieces(reply, upTo(limit));
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(limit);
          expect(piece.trim()).not.toBe('');
          expect(piece).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
        }
        const isCode = /`{3}|~{3}/.test(reply);
        if (!isCode) expect(bare(pieces.join(''))).toBe(bare(reply));
      }),
      { numRuns: 500 },
    );
  });

  it('has as many fences that open as fences that close in each piece', () => {
    const code = fc.array(fc.constantFrom('a line of code', 'if (x) {', '}', '', 'y'.repeat(70)), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(code, fc.integer({ min: 20, max: 120 }), (lines, limit) => {
        const reply = `Look:\n\`\`\`js\n${lines.join('\n')}\n\`\`\`\nThat was all of it.`;
        const pieces = replyPieces(reply, upTo(limit));
        for (const piece of pieces) expect((piece.match(/^```/gm) ?? []).length % 2).toBe(0);
        expect(bare(pieces.join('').replace(/```(?:js)?/g, ''))).toBe(bare(reply.replace(/```(?:js)?/g, '')));
      }),
    );
  });
});
