import { Shown } from '../http/view-fields';

const EXPORT_STATES = ['running', 'ready', 'failed', 'expired'] as const;
export type ExportStatus = (typeof EXPORT_STATES)[number];

export class ExportView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  exportId!: string;

  @Shown({ enum: EXPORT_STATES, example: 'running' })
  status!: ExportStatus;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  requestedAt!: Date;

  @Shown({ example: '2026-11-28T10:00:00.000Z', nullable: true, description: 'Null until it is ready.' })
  expiresAt!: Date | null;
}

export function showExport({ exportId, status, requestedAt, expiresAt }: ExportView): ExportView {
  return { exportId, status, requestedAt, expiresAt };
}
