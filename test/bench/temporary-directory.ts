import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryDirectory {
  path: string;
  remove(): Promise<void>;
  /** Leaves it behind for somebody to look at. */
  keep(): void;
}

const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 };

/** Goes at the latest with this process, also on Ctrl-C. */
export async function makeTemporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'parley-'));
  // As root, PostgreSQL runs as another user, who has to pass through here.
  await chmod(path, 0o711);
  const removeAtExit = (): void => {
    try {
      rmSync(path, removal);
    } catch {
      // a database that has just lost its parent is still writing: the system's own cleaning takes it
    }
  };
  process.on('exit', removeAtExit);
  const keep = (): void => void process.off('exit', removeAtExit);
  return { path, keep, remove: () => rm(path, removal).then(keep) };
}
