export const FORM_STATUSES = ['open', 'submitted', 'expired'] as const;
export type FormStatus = (typeof FORM_STATUSES)[number];

interface Standing {
  readonly submissionId: string | null;
  readonly expiresAt: Date;
}

/** Nobody has to come round for a form to expire. */
export function formStatusOf({ submissionId, expiresAt }: Standing, now: Date): FormStatus {
  if (submissionId !== null) return 'submitted';
  return now < expiresAt ? 'open' : 'expired';
}
