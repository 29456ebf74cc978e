import {
  beginsLock,
  judgeLogin,
  type LoginFacts,
  type LoginFailure,
} from '../../src/contexts/identity/domain/login-throttle';

const START = Date.parse('2026-11-21T10:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Guess {
  readonly at: number;
  readonly address: string;
}

/** An account under attack, as the store would describe it. */
class Account {
  private readonly guesses: Guess[] = [];
  readonly trusted = new Set<string>();
  captcha: LoginFacts['captcha'] = 'not_available';

  fail(address: string, at: number): void {
    this.guesses.push({ address, at });
  }

  verdict(address: string, at: number) {
    const failures = this.guesses
      .filter((guess) => guess.at > at - DAY)
      .map((guess): LoginFailure => ({ at: new Date(guess.at), isHere: guess.address === address }))
      .reverse();
    return judgeLogin(
      { failures, isTrusted: this.trusted.has(address), captcha: this.captcha },
      new Date(at),
    );
  }

  /** Whether a wrong password was compared at all. */
  guess(address: string, at: number): boolean {
    const isCompared = this.verdict(address, at).kind === 'admitted';
    if (isCompared) this.fail(address, at);
    return isCompared;
  }

  /** Seconds of waiting, or null when there is none. */
  lock(address: string, at: number): number | null {
    const verdict = this.verdict(address, at);
    return verdict.kind === 'locked' ? (verdict.until.getTime() - at) / 1_000 : null;
  }
}

const failedTimes = (count: number, address = 'here', at = START): Account => {
  const account = new Account();
  for (let i = 0; i < count; i++) account.fail(address, at);
  return account;
};

describe('The lock on an account and an address', () => {
  it('comes with the fifth failure, for a minute [ID-27 ID-28]', () => {
    expect(failedTimes(4).lock('here', START)).toBeNull();
    expect(failedTimes(5).lock('here', START)).toBe(60);
    expect(failedTimes(5).lock('here', START + MINUTE)).toBeNull();
  });

  it.each([
    [6, 2 * 60],
    [7, 4 * 60],
    [10, 32 * 60],
    [15, 1_024 * 60],
    [16, 24 * 3_600],
    [60, 24 * 3_600],
  ])('after %i failures lasts %i seconds', (failures, seconds) => {
    const account = failedTimes(failures);
    account.trusted.add('here');
    expect(account.lock('here', START)).toBe(seconds);
  });

  it('is not the lock of any other address [6.1.1]', () => {
    expect(failedTimes(16).verdict('elsewhere', START)).toEqual({ kind: 'admitted' });
  });

  it('is over once the failures are a day old', () => {
    expect(failedTimes(16).verdict('here', START + DAY)).toEqual({ kind: 'admitted' });
  });

  it('is known to begin with the fifth failure and to grow with those after it', () => {
    const before = (count: number) =>
      Array.from({ length: count }, (): LoginFailure => ({ at: new Date(START), isHere: true }));
    expect([3, 4, 9].map((count) => beginsLock(before(count)))).toEqual([false, true, true]);
    expect(beginsLock(before(9).map((failure) => ({ ...failure, isHere: false })))).toBe(false);
  });
});

describe('Twenty failures of one account', () => {
  const underAttack = (count: number) => {
    const account = new Account();
    for (let i = 0; i < count; i++) account.fail(`10.0.0.${i % 50}`, START);
    return account;
  };

  it('leave each new address one try a day', () => {
    const account = underAttack(20);
    expect(account.guess('new', START)).toBe(true);
    expect(account.guess('new', START + 1)).toBe(false);
    expect(account.lock('new', START + HOUR)).toBe(23 * 3_600);
  });

  it('leave an address that the account is used from its five', () => {
    const account = underAttack(20);
    account.trusted.add('home');
    const compared = Array.from({ length: 7 }, () => account.guess('home', START));
    expect(compared.filter(Boolean)).toHaveLength(5);
  });

  it('grown to a hundred leave the others none, until enough of them are a day old', () => {
    const account = underAttack(100);
    expect(account.lock('new', START + HOUR)).toBe(23 * 3_600);
    expect(account.verdict('new', START + DAY)).toEqual({ kind: 'admitted' });
  });

  it('grown to a hundred still let in who solves a captcha, and who comes from a known address [ID-29]', () => {
    const account = underAttack(100);
    account.captcha = 'missing';
    expect(account.verdict('new', START)).toEqual({ kind: 'captcha_required' });
    account.captcha = 'solved';
    expect(account.verdict('new', START)).toEqual({ kind: 'admitted' });
    account.captcha = 'missing';
    account.trusted.add('home');
    expect(account.verdict('home', START)).toEqual({ kind: 'admitted' });
  });
});

describe('A captcha', () => {
  it.each([
    ['is not asked for at first', 2, 'missing', 'admitted'],
    ['is asked for after three failures', 3, 'missing', 'captcha_required'],
    ['opens the way once it is solved', 3, 'solved', 'admitted'],
    ['opens no lock', 5, 'solved', 'locked'],
    ['cannot be asked for where there is none', 4, 'not_available', 'admitted'],
  ] as const)('%s [ID-29]', (_, failures, captcha, kind) => {
    const account = failedTimes(failures);
    account.captcha = captcha;
    expect(account.verdict('here', START).kind).toBe(kind);
  });
});

describe('An attacker with fifty addresses', () => {
  const addresses = Array.from({ length: 50 }, (_, i) => `10.0.0.${i}`);

  it('has at most 100 of 1,000 passwords compared, and the owner signs in [A10 6.3.1 6.1.1]', () => {
    const account = new Account();
    account.trusted.add('home');
    let compared = 0;
    for (let i = 0; i < 1_000; i++) {
      // Spread over ten minutes, as evenly as one could.
      if (account.guess(addresses[i % 50]!, START + i * 600)) compared++;
    }
    expect(compared).toBeGreaterThan(20);
    expect(compared).toBeLessThanOrEqual(100);
    const then = START + 10 * MINUTE;
    expect(account.verdict('home', then)).toEqual({ kind: 'admitted' });
    expect(account.verdict('clean', then)).toEqual({ kind: 'admitted' });
  });

  it('has at most 100 compared in any 24 hours, however many addresses and days there are [A10]', () => {
    const account = new Account();
    const compared: number[] = [];
    for (let at = START; at < START + 3 * DAY; at += 30 * MINUTE) {
      for (let i = 0; i < 120; i++) if (account.guess(`10.0.${i}.1`, at)) compared.push(at);
    }
    const busiest = Math.max(
      ...compared.map((from) => compared.filter((at) => at >= from && at < from + DAY).length),
    );
    expect(busiest).toBeLessThanOrEqual(100);
    account.trusted.add('home');
    expect(account.verdict('home', START + 3 * DAY)).toEqual({ kind: 'admitted' });
  });
});
