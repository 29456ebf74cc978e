import { passwordProblems } from '../../src/contexts/identity/domain/password-policy';

const GOOD = 'nineteen cautious lanterns';
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
    ['mostly symbols', '#9$k@%&*(){}|<>?~'],
  ])('may be %s [ID-25 A9 6.2.4]', (_, password) => {
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
    ['a zigzag over the keyboard', 'q1w2e3r4t5y6u7i8o9p0', /common/],
    ['columns of the keyboard', '1qaz2wsx3edc4rfv', /common/],
    ['a phrase that many others have chosen', 'maytheforcebewithyou', /common/],
    ['the same phrase with its blanks', 'May the force be with you!', /common/],
    ['the passphrase of the famous cartoon', 'correct horse battery staple', /common/],
    ['a common word twice', 'passwordpassword', /common/],
    ['a plea', 'letmein-letmein-please1', /common/],
    ['what the product is for', 'KnowledgeBase-2026', /common/],
  ])('may not be %s [ID-25 A9 6.2.4 6.2.11]', (_, password, problem) => {
    expect(passwordProblems(password, PERSONAL)).toEqual([expect.stringMatching(problem)]);
  });

  it('needs no mixture of letters, digits and symbols [A9 6.2.5]', () => {
    expect(passwordProblems('gravel osprey lichen', [])).toEqual([]);
  });
});
