import * as fc from 'fast-check';
import { inMarkup } from '../../../src/contexts/channels/infrastructure/markup';
import { PLAIN_MARKUP } from '../../../src/contexts/channels/infrastructure/plain-markup';
import { MRKDWN } from '../../../src/contexts/channels/infrastructure/slack/mrkdwn';

const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        '<',
        '>',
        '&',
        '|',
        '<!channel>',
        '<@U1>',
        '@everyone',
        '`',
        '```\n',
        '**',
        '*',
        '_',
        '~~',
        '\n',
        '[a](',
        ')',
      ],
      ...['https://a.example/?x=1&y=<', ' word ', '](https://b.example)', '[', '![', '# ', '- '],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('the markup of a platform', () => {
  it('is left out where only words are read [CH-14]', () => {
    expect(
      inMarkup(
        '# Fees\n\n**Two** __per cent__, *see* [here](https://a.example) or `x`; 2 * 3 * 4, snake_case_x',
        PLAIN_MARKUP,
      ),
    ).toBe('Fees\n\nTwo per cent, see here (https://a.example) or x; 2 * 3 * 4, snake_case_x');
  });

  it('lets no words of a reply become a mention, a call or a hidden link [T10]', () => {
    fc.assert(
      fc.property(hostile, (reply) => {
        const shown = inMarkup(reply, MRKDWN);
        expect(shown).not.toMatch(/<[!@#]/);
        expect(shown).not.toMatch(/@(?:everyone|here|channel)/);
        expect(shown.replace(/<https?:\/\/[^<>|]+\|[^<>|]*>/g, '')).not.toMatch(/[<>]/);
        expect(shown).not.toMatch(/&(?!amp;|lt;|gt;)/);
      }),
      { numRuns: 1_000 },
    );
  });
});
