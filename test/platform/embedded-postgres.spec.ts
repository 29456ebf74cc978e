import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded/embedded-postgres';
import {
  embeddedPackageDirectory,
  repairPostgresSymlinks,
} from '../../src/platform/embedded/postgres-symlinks';
import { identifyProcess } from '../../src/platform/embedded/process-identity';
import { compileLauncher, type PostgresOwner, spawnOwner } from '../support/postgres-owner';

let workshop: string;
let program: string;
let dataDirectory: string;
let cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  workshop = mkdtempSync(join(tmpdir(), 'parley-embedded-'));
  chmodSync(workshop, 0o711);
  program = compileLauncher(join(workshop, 'launcher'));
  const first = await startEmbeddedPostgres({ dataDirectory: usedBefore(), settings: { fsync: 'off' } });
  await first.stop();
});
afterAll(() => rmSync(workshop, { recursive: true, force: true }));

beforeEach(() => {
  dataDirectory = join(mkdtempSync(join(workshop, 'case-')), 'data');
  chmodSync(join(dataDirectory, '..'), 0o711);
});
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

function usedBefore(): string {
  return join(workshop, 'used-before');
}

/** Copying is much faster than initdb, which only first starts are about. */
function copyUsedDirectory(): void {
  execFileSync('cp', ['-a', usedBefore(), dataDirectory]);
}

async function start(settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDirectory, settings: { fsync: 'off', ...settings } });
  cleanups.push(() => server.stop());
  return server;
}

function startElsewhere(): PostgresOwner {
  const owner = spawnOwner(program, dataDirectory);
  cleanups.push(() => owner.kill());
  return owner;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function postmasterPid(): number {
  return Number.parseInt(readFileSync(join(dataDirectory, 'pg/postmaster.pid'), 'utf8'));
}

/** A zombie that nobody reaps counts as gone. */
function isRunning(pid: number): boolean {
  return identifyProcess(pid) !== undefined;
}

function modeOf(path: string): string {
  return (statSync(join(dataDirectory, path)).mode & 0o777).toString(8);
}

describe('a first start', () => {
  it('gives a database owned by a login that is no superuser and stays inside row-level security', async () => {
    const server = await start();

    expect(server.owned).toBe(true);
    expect(server.url).toMatch(
      new RegExp(`^postgres://parley:[0-9a-f]{48}@127\\.0\\.0\\.1:${server.port}/parley$`),
    );
    const rows = await query(
      server.url,
      `SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, pg_encoding_to_char(encoding) AS encoding
       FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba WHERE datname = current_database()`,
    );
    expect(rows).toEqual([
      {
        rolname: 'parley',
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: true,
        rolcreatedb: true,
        encoding: 'UTF8',
      },
    ]);
  });

  it('keeps strangers out: no other login, no readable file, no address but loopback', async () => {
    const { url, port } = await start();

    await expect(query(`postgres://postgres:guess@127.0.0.1:${port}/postgres`, 'SELECT 1')).rejects.toThrow(
      /password/,
    );
    expect([modeOf('.'), modeOf('pg'), modeOf('pg-launcher'), modeOf('pg-launcher/passwords.json')]).toEqual([
      '711',
      '700',
      '700',
      '600',
    ]);
    expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  });

  it('loses nothing that it has acknowledged, unless told so', async () => {
    const server = await startEmbeddedPostgres({ dataDirectory });
    cleanups.push(() => server.stop());

    expect(await query(server.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(server.url, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  });

  it('works below a directory that only its owner may enter', async () => {
    chmodSync(join(dataDirectory, '..'), 0o700);

    const server = await start();

    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('works after one that was killed half-way', async () => {
    const interrupted = startElsewhere();
    while (
      !existsSync(dataDirectory) ||
      !readdirSync(dataDirectory).some((name) => name.startsWith('pg.new-'))
    ) {
      await sleep(5);
    }
    await sleep(60);
    await interrupted.kill();
    expect(existsSync(join(dataDirectory, 'pg'))).toBe(false);

    const server = await start();

    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(dataDirectory).sort()).toEqual(['pg', 'pg-launcher']);
  });

  it('made twice at once has one owner, and one that joins', async () => {
    const [one, other] = [startElsewhere(), startElsewhere()];

    const [first, second] = await Promise.all([one.started, other.started]);

    expect([first.owned, second.owned].sort()).toEqual([false, true]);
    expect(first.url).toBe(second.url);
    expect(await query(first.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('made three times at once within one process has one owner', async () => {
    const servers = await Promise.all([start(), start(), start()]);

    expect(servers.filter((server) => server.owned)).toHaveLength(1);
    expect(new Set(servers.map((server) => server.url)).size).toBe(1);
  });

  it('does not touch files that are not its own', async () => {
    mkdirSync(join(dataDirectory, 'pg'), { recursive: true });
    writeFileSync(join(dataDirectory, 'pg/thesis.txt'), 'precious');

    await expect(start()).rejects.toThrow(/holds files but no PostgreSQL cluster/);
    expect(readFileSync(join(dataDirectory, 'pg/thesis.txt'), 'utf8')).toBe('precious');
  });
});

describe('a later start', () => {
  beforeEach(copyUsedDirectory);

  it('finds the data, at the same address', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE notes AS SELECT 42 AS answer');
    await first.stop();

    const second = await start();

    expect(await query(second.url, 'SELECT answer FROM notes')).toEqual([{ answer: 42 }]);
    expect(second.url).toBe(first.url);
  });

  it('goes elsewhere when its port is taken', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(first.port, '127.0.0.1', resolve));
    cleanups.push(() => squatter.close());

    const second = await start();

    expect(second.port).not.toBe(first.port);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('joins a server whose owner lives, and cannot stop it', async () => {
    const owner = await startElsewhere().started;

    const joined = await start();
    await joined.stop();

    expect(joined.owned).toBe(false);
    expect(joined.url).toBe(owner.url);
    expect(await query(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('takes over from an owner that was killed', async () => {
    const owner = startElsewhere();
    const { url } = await owner.started;
    await query(url, 'CREATE TABLE notes AS SELECT 42 AS answer');
    await owner.kill();

    const server = await start();

    expect(server.owned).toBe(true);
    expect(await query(server.url, 'SELECT answer FROM notes')).toEqual([{ answer: 42 }]);
  });

  it('retires a server that outlived its owner', async () => {
    const first = await start();
    const orphan = postmasterPid();
    rmSync(join(dataDirectory, 'pg-launcher/owner.json'));

    const second = await start();

    expect(second.owned).toBe(true);
    expect(postmasterPid()).not.toBe(orphan);
    await first.stop();
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is not impressed by a process that happens to have the old id', async () => {
    await (await start()).stop();
    const stranger: ChildProcess = spawn('sleep', ['60']);
    cleanups.push(() => stranger.kill());
    const pidFile = join(dataDirectory, 'pg/postmaster.pid');
    writeFileSync(pidFile, `${stranger.pid}\n${dataDirectory}/pg\n1\n5432\n\n127.0.0.1\n 1 1\nready\n`);
    const { uid, gid } = statSync(join(dataDirectory, 'pg'));
    chownSync(pidFile, uid, gid);

    const server = await start();

    expect(server.owned).toBe(true);
    expect(postmasterPid()).not.toBe(stranger.pid);
    expect(stranger.exitCode).toBeNull();
  });

  it('says with the words of the server why it did not come up', async () => {
    await expect(start({ shared_buffers: 'plenty' })).rejects.toThrow(
      /invalid value for parameter "shared_buffers"/,
    );

    expect((await start()).owned).toBe(true);
  });
});

describe('the end', () => {
  beforeEach(copyUsedDirectory);

  it('may be asked for twice', async () => {
    const server = await start();
    const pid = postmasterPid();

    await Promise.all([server.stop(), server.stop()]);
    await server.stop();

    expect(isRunning(pid)).toBe(false);
    expect(existsSync(join(dataDirectory, 'pg/postmaster.pid'))).toBe(false);
  });

  it('of a killed owner is the end of its server', async () => {
    const owner = startElsewhere();
    await owner.started;
    const pid = postmasterPid();

    await owner.kill();
    for (let waited = 0; waited < 5_000 && isRunning(pid); waited += 20) await sleep(20);

    expect(isRunning(pid)).toBe(false);
  });
});

describe('the library links of the package', () => {
  const links = 'native/pg-symlinks.json';
  let copy: string;

  beforeEach(() => {
    copy = join(dataDirectory, '../package');
    mkdirSync(join(copy, 'native/lib'), { recursive: true });
    copyFileSync(join(embeddedPackageDirectory() ?? '', links), join(copy, links));
  });

  it('are made where an install without scripts has left them out', () => {
    repairPostgresSymlinks(copy);
    repairPostgresSymlinks(copy);

    const wanted = JSON.parse(readFileSync(join(copy, links), 'utf8')) as {
      source: string;
      target: string;
    }[];
    for (const { source, target } of wanted) {
      expect(lstatSync(join(copy, target)).isSymbolicLink()).toBe(true);
      expect(`native/lib/${readlinkSync(join(copy, target))}`).toBe(source);
    }
  });

  it('are asked for by name where they cannot be made', () => {
    rmSync(join(copy, 'native/lib'), { recursive: true });

    expect(() => repairPostgresSymlinks(copy)).toThrow(/library link .* is missing and could not be made/);
  });
});
