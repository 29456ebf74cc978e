import { readEnvironment } from '../../config/env';
import { Logger } from '@nestjs/common';
import { NewPasswords } from '../../src/contexts/identity/commands/new-passwords';
import { BcryptPasswordHasher } from '../../src/contexts/identity/infrastructure/bcrypt.password-hasher';
import { NoBreachedPasswords } from '../../src/contexts/identity/infrastructure/no.breached-passwords';
import { RangeBreachedPasswords } from '../../src/contexts/identity/infrastructure/range.breached-passwords';
import { startFakeBreachedPasswords } from '../support/fake-breached-passwords';
import { type FakeHttp } from '../support/fake-http';

const LEAKED = 'gravel osprey lichen tulip';
const OWN = 'gravel osprey lichen walrus';

describe('A leaked password', () => {
  let service: FakeHttp;
  beforeEach(async () => {
    service = await startFakeBreachedPasswords([LEAKED]);
  });
  let warned: jest.SpyInstance;
  beforeEach(() => {
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  });
  afterEach(async () => {
    warned.mockRestore();
    await service.stop();
  });

  const breached = (url = service.url) => new RangeBreachedPasswords(url);

  it('is known, and another one is not [ID-26 A9 6.2.12]', async () => {
    expect(await breached().has(LEAKED)).toBe(true);
    expect(await breached().has(OWN)).toBe(false);
  });

  it('is looked up without telling more than five characters of its digest [ID-26]', async () => {
    await breached(`${service.url}/`).has(LEAKED);
    const [{ method, path, headers, body }] = service.seen as [FakeHttp['seen'][number]];
    expect(method).toBe('GET');
    expect(path).toMatch(/^\/range\/[0-9A-F]{5}$/);
    expect(headers['add-padding']).toBe('true');
    expect(body).toBe('');
    expect(JSON.stringify(headers)).not.toMatch(/gravel|osprey|lichen|tulip/i);
  });

  it('is not mixed up with the padding of the answer', async () => {
    const padded = await breached().has(LEAKED);
    service.answer = (_, response) => void response.end(`${'0'.repeat(35)}:0`);
    expect([padded, await breached().has(LEAKED)]).toEqual([true, false]);
  });

  it.each([
    ['fails', (response) => response.writeHead(503).end()],
    ['hangs up', (response) => response.destroy()],
    ['redirects', (response) => response.writeHead(301, { location: 'http://127.0.0.1:1/' }).end()],
    ['says nothing for two seconds', () => undefined],
  ] as [string, (response: Parameters<FakeHttp['answer']>[1]) => unknown][])(
    'keeps nobody from signing up while the service %s [ID-26]',
    async (_, answer) => {
      service.answer = (_request, response) => void answer(response);
      expect(await breached().has(LEAKED)).toBe(false);
      expect(warned).toHaveBeenCalledTimes(1);
    },
  );

  it('is refused as a new password [ID-25 ID-26]', async () => {
    const hasher = new BcryptPasswordHasher(readEnvironment({}));
    const accept = (password: string) => new NewPasswords(breached(), hasher).accept(password, []);
    await expect(accept(LEAKED)).rejects.toMatchObject({ kind: 'invalid', code: 'weak_password' });
    expect(await hasher.matches(OWN, await accept(OWN))).toBe(true);
  });

  it('is not asked about where the password is refused anyway', async () => {
    const passwords = new NewPasswords(breached(), new BcryptPasswordHasher(readEnvironment({})));
    await expect(passwords.accept('too short', [])).rejects.toMatchObject({ code: 'weak_password' });
    expect(service.seen).toEqual([]);
  });

  it('passes where no service is configured', async () => {
    expect(await new NoBreachedPasswords().has()).toBe(false);
  });
});
