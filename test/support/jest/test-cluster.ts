import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../src/platform/embedded/embedded-postgres';

const PREFIX = 'parley-test-';
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000;
const FAST_AND_LOSSY = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

/** Jest loads setup and teardown as separate modules of one process: this is what they share. */
const shared = globalThis as { parleyTestCluster?: { server: EmbeddedPostgres; directory: string } };

export async function startTestCluster(): Promise<EmbeddedPostgres> {
  removeAbandoned();
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(directory, 0o711);
  const server = await startEmbeddedPostgres({
    dataDirectory: join(directory, 'data'),
    settings: FAST_AND_LOSSY,
  });
  shared.parleyTestCluster = { server, directory };
  return server;
}

export async function stopTestCluster(): Promise<void> {
  const cluster = shared.parleyTestCluster;
  if (!cluster) return;
  delete shared.parleyTestCluster;
  await cluster.server.stop();
  rmSync(cluster.directory, { recursive: true, force: true });
}

/** The server of a killed run ends by itself; its files stay. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const directory = join(tmpdir(), name);
    const stats = statSync(directory, { throwIfNoEntry: false });
    const isAbandoned =
      stats?.uid === process.getuid?.() && Date.now() - (stats?.mtimeMs ?? 0) > ABANDONED_AFTER_MS;
    if (isAbandoned) rmSync(directory, { recursive: true, force: true });
  }
}
