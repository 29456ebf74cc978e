import { acceptanceOf, expiryOf, type Invite } from '../../src/contexts/tenancy/domain/invite';

const NOW = new Date('2026-11-21T10:00:00Z');
const LATER = expiryOf(NOW);
const BOB = { id: 'bob', email: 'Bob@Example.com' };
const waiting: Invite = {
  id: 'invite',
  email: 'bob@example.com',
  role: 'member',
  expiresAt: LATER,
  acceptedBy: null,
};
const accepted: Invite = { ...waiting, email: null, acceptedBy: 'bob' };

describe('An invitation', () => {
  it('holds for seven days', () => {
    expect(LATER).toEqual(new Date('2026-11-28T10:00:00Z'));
  });

  it('is accepted by the person with its address, however that is spelt', () => {
    expect(acceptanceOf(waiting, BOB, NOW)).toBe('now');
  });

  it('was accepted before by the same person, even after its time', () => {
    expect(acceptanceOf(accepted, BOB, NOW)).toBe('before');
    expect(acceptanceOf(accepted, BOB, LATER)).toBe('before');
  });

  it.each<[string, Invite | null, string, Date, string]>([
    ['that nobody sent', null, 'bob@example.com', NOW, 'not_found'],
    ['to somebody else', waiting, 'eve@example.com', NOW, 'invite_for_another_address'],
    ['to somebody else whose time is over', waiting, 'eve@example.com', LATER, 'invite_for_another_address'],
    ['whose time is over', waiting, 'bob@example.com', LATER, 'invite_expired'],
    ['that somebody else used', { ...accepted, acceptedBy: 'cleo' }, 'bob@example.com', NOW, 'invite_used'],
  ])('%s is refused [TE-06]', (_, invite, email, now, code) => {
    expect(() => acceptanceOf(invite, { id: 'bob', email }, now)).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });
});
