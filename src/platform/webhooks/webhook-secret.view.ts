import { Shown } from '../http/view-fields';

export class WebhookSecretView {
  @Shown({
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
    description: 'Webhooks are signed with it as Standard Webhooks describes.',
  })
  secret!: string;

  @Shown({
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrs=',
    nullable: true,
    description: 'The one before, while it signs as well.',
  })
  formerSecret!: string | null;

  @Shown({ example: '2026-11-22T10:00:00.000Z', nullable: true })
  formerSecretUntil!: Date | null;
}
