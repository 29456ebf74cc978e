import { createHash } from 'node:crypto';
import { FakeHttp } from './fake-http';

/** Knows these leaked passwords, by the protocol of ranges: five characters in, the rest of the digests out. */
export function startFakeBreachedPasswords(leaked: readonly string[]): Promise<FakeHttp> {
  const digests = leaked.map((password) => createHash('sha1').update(password).digest('hex').toUpperCase());
  return FakeHttp.start(({ path }, response) => {
    const start = path.slice('/range/'.length);
    const found = digests
      .filter((digest) => digest.startsWith(start))
      .map((digest) => `${digest.slice(5)}:42`);
    const padding = Array.from(
      { length: 20 },
      (_, i) => `${i.toString(16).toUpperCase().padStart(35, 'F')}:0`,
    );
    response.end([...padding, ...found].join('\r\n'));
  });
}
