/** What operators see of any workspace, deleted ones too: that it is there, not what is in it. */
export interface WorkspaceSummary {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly members: number;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
  readonly suspendedAt: Date | null;
  readonly suspensionReason: string | null;
}
