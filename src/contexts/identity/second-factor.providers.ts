import { ConfirmTotpHandler } from './commands/confirm-totp.command';
import { DisableTotpHandler } from './commands/disable-totp.command';
import { ReauthenticateHandler } from './commands/reauthenticate.command';
import { RepeatedProof } from './commands/repeated-proof';
import { SetUpTotpHandler } from './commands/set-up-totp.command';
import { SecondFactors } from './domain/second-factors';
import { TotpEnrolments } from './domain/totp-enrolments';
import { CodeGuesses } from './infrastructure/code-guesses';
import { RecoveryCodeUsedMail } from './infrastructure/recovery-code-used.mail-template';
import { SecondFactorRemovedMail } from './infrastructure/second-factor-removed.mail-template';
import { SecondFactorSetUpMail } from './infrastructure/second-factor-set-up.mail-template';
import { PostgresTotpEnrolments } from './infrastructure/totp.enrolments';
import { TotpSecondFactors } from './infrastructure/totp.second-factors';

/** The part of the identity module that knows about authenticator apps. */
export const secondFactor = [
  { provide: SecondFactors, useClass: TotpSecondFactors },
  { provide: TotpEnrolments, useClass: PostgresTotpEnrolments },
  CodeGuesses,
  SetUpTotpHandler,
  ConfirmTotpHandler,
  DisableTotpHandler,
  RepeatedProof,
  ReauthenticateHandler,
  SecondFactorSetUpMail,
  SecondFactorRemovedMail,
  RecoveryCodeUsedMail,
];
