/** Where a session comes from: shown to its owner, never a condition, because both change on the road. */
export interface Device {
  readonly userAgent: string | null;
  readonly address: string | null;
}
