/**
 * Sized for a small machine shared with the app: few processes, little memory, and nothing acknowledged may be lost
 * (fsync and synchronous_commit stay on).
 */
const SMALL_SERVER = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
  maintenance_work_mem: '32MB',
  jit: 'off',
  // Parallel queries need room in /dev/shm, of which a container has little.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  // Nobody replicates from here. Crash safety does not depend on it.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_wal_size: '512MB',
  min_wal_size: '48MB',
  autovacuum_max_workers: '2',
  autovacuum_naptime: '30s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
};

/** Reading by the backend itself saves three processes. */
const SINCE_18 = { io_method: 'sync' };

export function serverArguments(majorVersion: number, overrides: Record<string, string> = {}): string[] {
  const settings = { ...SMALL_SERVER, ...(majorVersion >= 18 ? SINCE_18 : {}), ...overrides };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
