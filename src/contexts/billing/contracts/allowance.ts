export type LimitedResource = 'documents' | 'storageBytes';

export interface Allowance {
  /** Null: as much as they like. */
  readonly limit: number | null;
  readonly plan: string;
  /** When it will be another one; null: not as far as anybody knows. */
  readonly until: Date | null;
}
