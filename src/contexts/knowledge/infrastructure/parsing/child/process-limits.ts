export interface ProcessLimits {
  /** For one document, from the moment that a process takes it up. */
  readonly wallMs: number;
  /** Resident; three quarters of it may be JavaScript's heap. */
  readonly memoryMegabytes: number;
  /** At once; further documents wait. */
  readonly processes: number;
  readonly idleMs: number;
  readonly documentsPerProcess: number;
}

export const PROCESS_LIMITS: ProcessLimits = {
  wallMs: 60_000,
  memoryMegabytes: 512,
  processes: 2,
  idleMs: 60_000,
  documentsPerProcess: 50,
};

/** Processor time is counted over the life of a process: one that has used so much is ended between two documents. */
export const CPU_MS_PER_PROCESS = 60_000;
