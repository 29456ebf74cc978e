import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

/** CPU time of a process so far; with `reaped`, also of its children that have ended. NaN without /proc. */
export function cpuMsOf(pid: number, reaped = false): number {
  const stat = read(`/proc/${pid}/stat`);
  if (!stat) return NaN;
  // The second field is the program's name in parentheses and may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  return (user + system + (reaped ? childUser + childSystem : 0)) * MS_PER_TICK;
}

/** CPU time of a process and of all its children, living and ended. */
export function treeCpuMsOf(root: number): number {
  const [, ...children] = processTree(root);
  return children.reduce((sum, pid) => sum + (cpuMsOf(pid) || 0), cpuMsOf(root, true));
}

/** Proportional set size: memory shared between processes is counted once. */
export function pssMbOf(pid: number): number {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  const kilobytes = /^Pss:\s+(\d+)/m.exec(rollup ?? '')?.[1];
  return kilobytes ? Number(kilobytes) / 1024 : NaN;
}

export function treePssMbOf(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + (pssMbOf(pid) || 0), 0);
}

export function processTree(root: number): number[] {
  const tree = [root];
  // The list grows while it is walked: that is the descent.
  for (const pid of tree) tree.push(...childrenOf(pid));
  return tree;
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (read(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // the process has ended, or this is no Linux
  }
}
