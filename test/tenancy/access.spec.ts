import { accessOf } from '../../src/contexts/tenancy/domain/access';

describe('What somebody may see', () => {
  it.each([
    ['owner', ['all', 'all', 'all']],
    ['member', ['all', 'all', 'all']],
    ['client', ['granted', 'none', 'none']],
    ['venue', ['none', 'granted', 'none']],
    ['vendor', ['none', 'partners', 'granted']],
    ['agent', ['none', 'none', 'none']],
    ['constructor', ['none', 'none', 'none']],
  ])('as %s, of events, venues and vendors, is %j [ID-34 TE-20 TE-21]', (role, expected) => {
    expect((['event', 'venue', 'vendor'] as const).map((kind) => accessOf(role, kind))).toEqual(expected);
  });
});
