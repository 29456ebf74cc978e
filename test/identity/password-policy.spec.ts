import { passwordProblems } from '../../src/contexts/identity/domain/password-policy';

const GOOD = 'correct horse battery staple';
const PERSONAL = ['ada.lovelace@analytical.example', 'Ada Lovelace', 'Difference Engines'];

describe('A password', () => {
  it.each([
    ['a passphrase', GOOD],
    ['15 characters', 'tulip-osprey-9x'],
    ['only lower case letters', 'tulipospreygravel'],
    ['128 characters', `${'tulip osprey gravel '.repeat(6)}abcdefg!`],
    ['another script', 'тридцать три коровы'],
    ['emoji, each of which counts once', '🦉🌲🌋🎻🧭🪁🦔🌾🍋🎲🪐🧵🐚🎈🫖'],
    ['a passphrase in which a common word occurs', 'monkey lichen gravel osprey'],
  ])('may be %s', (_, password) => {
    expect(passwordProblems(password, PERSONAL)).toEqual([]);
  });

  it.each([
    ['shorter than 15 characters', 'tulip-osprey-9', /at least 15/],
    ['shorter than 15 characters once it is normalised', 'tulip-ospre\uFB03', /at least 15/],
    ['longer than 128 characters', `${'tulip osprey gravel '.repeat(6)}123456789`, /at most 128/],
    ['a few characters over and over', 'abababababababababab', /repeat/],
    ['made of common passwords', 'password123456789', /common/],
    ['made of common passwords in disguise', 'P@$$w0rdP@$$w0rd!', /common/],
    ['a row of keys', 'qwertyuiop1234567890', /common/],
    ["the product's name and little else", 'parley-parley-2026', /common/],
    ["the person's own name and little else", 'AdaLovelace123456', /common/],
    ["the address's domain and little else", 'analytical.example', /common/],
    ["the workspace's name and little else", 'DifferenceEngines1', /common/],
  ])('may not be %s', (_, password, problem) => {
    expect(passwordProblems(password, PERSONAL)).toEqual([expect.stringMatching(problem)]);
  });

  it('needs no mixture of letters, digits and symbols', () => {
    expect(passwordProblems('gravel osprey lichen', [])).toEqual([]);
  });
});
