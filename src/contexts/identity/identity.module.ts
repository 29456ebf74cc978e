import { Global, Module } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { AccessTokenStrategy } from '../../platform/security/access-token.strategy';
import { ApiKeyStrategy } from '../../platform/security/api-key.strategy';
import { KeyDirectory } from '../../platform/security/key-directory';
import { KeyUses } from '../../platform/security/key-uses';
import { SecurityModule } from '../../platform/security/security.module';
import { SessionDirectory } from '../../platform/security/session-directory';
import { AppointAdministratorHandler } from './commands/appoint-administrator.command';
import { ChangePasswordHandler } from './commands/change-password.command';
import { CodeDemand } from './commands/code-demand';
import { CreateApiKeyHandler } from './commands/create-api-key.command';
import { CredentialCheck } from './commands/credential-check';
import { DismissAdministratorHandler } from './commands/dismiss-administrator.command';
import { EndOtherSessionsHandler } from './commands/end-other-sessions.command';
import { EndSessionHandler } from './commands/end-session.command';
import { EraseMeHandler } from './commands/erase-me.command';
import { ErasePersonHandler } from './commands/erase-person.command';
import { FollowMagicLinkHandler } from './commands/follow-magic-link.command';
import { LinkCodes } from './commands/link-codes';
import { LogInHandler } from './commands/log-in.command';
import { LoginGate } from './commands/login-gate';
import { LogOutHandler } from './commands/log-out.command';
import { NewPasswords } from './commands/new-passwords';
import { OnboardHandler } from './commands/onboard.command';
import { PasswordChanges } from './commands/password-changes';
import { PasswordConfirmation } from './commands/password-confirmation';
import { RefreshSessionHandler } from './commands/refresh-session.command';
import { RequestLinkHandler } from './commands/request-link.command';
import { RequestMyExportHandler } from './commands/request-my-export.command';
import { ResetPasswordHandler } from './commands/reset-password.command';
import { RevokeApiKeyHandler } from './commands/revoke-api-key.command';
import { SessionEndings } from './commands/session-endings';
import { SessionGrants } from './commands/session-grants';
import { SignInLog } from './commands/sign-in-log';
import { Standings } from './commands/standings';
import { SwitchWorkspaceHandler } from './commands/switch-workspace.command';
import { TellOfExportHandler } from './commands/tell-of-export.command';
import { UpdateProfileHandler } from './commands/update-profile.command';
import { BreachedPasswords } from './domain/breached-passwords';
import { Captcha } from './domain/captcha';
import { Erasures } from './domain/erasures';
import { LoginAttempts } from './domain/login-attempts';
import { OneTimeLinks } from './domain/one-time-links';
import { PasswordHasher } from './domain/password-hasher';
import { Sessions } from './domain/sessions';
import { Users } from './domain/users';
import { externalSignIn } from './external-sign-in.providers';
import { AdministratorsController } from './http/administrators.controller';
import { ApiKeysController } from './http/api-keys.controller';
import { AuthController } from './http/auth.controller';
import { ErasuresController } from './http/erasures.controller';
import { ExternalSignInController } from './http/external-sign-in.controller';
import { MagicLinksController } from './http/magic-links.controller';
import { MeController } from './http/me.controller';
import { MyDataController } from './http/my-data.controller';
import { PasswordsController } from './http/passwords.controller';
import { ReauthenticationController } from './http/reauthentication.controller';
import { SessionsController } from './http/sessions.controller';
import { TotpController } from './http/totp.controller';
import { BcryptPasswordHasher } from './infrastructure/bcrypt.password-hasher';
import { CachedKeyDirectory } from './infrastructure/cached.key-directory';
import { CachedSessionDirectory } from './infrastructure/cached.session-directory';
import { ExportReadyMail } from './infrastructure/export-ready.mail-template';
import { IdentityDataHolder } from './infrastructure/identity.data-holder';
import { LoginFingerprints } from './infrastructure/login-fingerprints';
import { MagicLinkMail } from './infrastructure/magic-link.mail-template';
import { NoBreachedPasswords } from './infrastructure/no.breached-passwords';
import { NoCaptcha } from './infrastructure/no.captcha';
import { PasswordChangedMail } from './infrastructure/password-changed.mail-template';
import { PasswordResetMail } from './infrastructure/password-reset.mail-template';
import { PostgresErasures } from './infrastructure/postgres.erasures';
import { PostgresKeyUses } from './infrastructure/postgres.key-uses';
import { PostgresLoginAttempts } from './infrastructure/postgres.login-attempts';
import { PostgresOneTimeLinks } from './infrastructure/postgres.one-time-links';
import { PostgresSessions } from './infrastructure/postgres.sessions';
import { PostgresUsers } from './infrastructure/postgres.users';
import { RangeBreachedPasswords } from './infrastructure/range.breached-passwords';
import { SiteverifyCaptcha } from './infrastructure/siteverify.captcha';
import { CleanUpSessions } from './jobs/clean-up-sessions.task';
import { FindOpenErasures } from './jobs/find-open-erasures.task';
import { ErasePersonTask } from './jobs/erase-person.task';
import { ForgetSignInTraces } from './jobs/forget-sign-in-traces.task';
import { DescribeUsersHandler } from './queries/describe-users.handler';
import { FindUserByEmailHandler } from './queries/find-user-by-email.handler';
import { GetAdministratorHandler } from './queries/get-administrator.query';
import { GetApiKeyHandler } from './queries/get-api-key.query';
import { GetErasureReceiptHandler } from './queries/get-erasure-receipt.query';
import { GetMeHandler } from './queries/get-me.query';
import { KnownUsers } from './queries/known-users';
import { ListAdministratorsHandler } from './queries/list-administrators.query';
import { ListApiKeysHandler } from './queries/list-api-keys.query';
import { ListSessionsHandler } from './queries/list-sessions.query';
import { EnqueueErasureOnErasureRequested } from './reactions/enqueue-erasure-on-erasure-requested';
import { TellRequesterOnExportFinished } from './reactions/tell-requester-on-export-finished';
import { secondFactor } from './second-factor.providers';

const adapters = [
  { provide: Users, useClass: PostgresUsers },
  { provide: Sessions, useClass: PostgresSessions },
  { provide: PasswordHasher, useClass: BcryptPasswordHasher },
  { provide: SessionDirectory, useClass: CachedSessionDirectory },
];
const commands = [OnboardHandler, LogInHandler, RefreshSessionHandler, LogOutHandler, SwitchWorkspaceHandler];

/** Passwords and links: proving who one is, and what slows guessing down. */
const signIn = [
  { provide: LoginAttempts, useClass: PostgresLoginAttempts },
  { provide: OneTimeLinks, useClass: PostgresOneTimeLinks },
  { provide: Captcha, inject: [Settings], useFactory: captcha },
  { provide: BreachedPasswords, inject: [Settings], useFactory: breachedPasswords },
  LoginFingerprints,
  LoginGate,
  CredentialCheck,
  CodeDemand,
  LinkCodes,
  Standings,
  SignInLog,
  NewPasswords,
  PasswordChanges,
  PasswordConfirmation,
  ChangePasswordHandler,
  RequestLinkHandler,
  ResetPasswordHandler,
  FollowMagicLinkHandler,
  MagicLinkMail,
  PasswordResetMail,
  PasswordChangedMail,
  ForgetSignInTraces,
];

const sessions = [
  SessionGrants,
  SessionEndings,
  EndSessionHandler,
  EndOtherSessionsHandler,
  ListSessionsHandler,
  CleanUpSessions,
];

const keys = [
  { provide: KeyDirectory, useClass: CachedKeyDirectory },
  { provide: KeyUses, useClass: PostgresKeyUses },
  CreateApiKeyHandler,
  RevokeApiKeyHandler,
  GetApiKeyHandler,
  ListApiKeysHandler,
];
const administrators = [
  AppointAdministratorHandler,
  DismissAdministratorHandler,
  GetAdministratorHandler,
  ListAdministratorsHandler,
];

/** A person's data: to take along, and to be forgotten. */
const dataRights = [
  { provide: Erasures, useClass: PostgresErasures },
  IdentityDataHolder,
  RequestMyExportHandler,
  TellOfExportHandler,
  TellRequesterOnExportFinished,
  ExportReadyMail,
  EraseMeHandler,
  ErasePersonHandler,
  ErasePersonTask,
  FindOpenErasures,
  EnqueueErasureOnErasureRequested,
  GetErasureReceiptHandler,
];

/** Global, because the guards of every route ask its directory who is signed in. */
@Global()
@Module({
  imports: [SecurityModule],
  controllers: [
    AuthController,
    PasswordsController,
    MagicLinksController,
    ApiKeysController,
    AdministratorsController,
    MyDataController,
    ErasuresController,
    MeController,
    SessionsController,
    TotpController,
    ReauthenticationController,
    ExternalSignInController,
  ],
  providers: [
    ...adapters,
    ...commands,
    KnownUsers,
    GetMeHandler,
    UpdateProfileHandler,
    DescribeUsersHandler,
    FindUserByEmailHandler,
    AccessTokenStrategy,
    ApiKeyStrategy,
    ...signIn,
    ...sessions,
    ...secondFactor,
    ...externalSignIn,
    ...keys,
    ...administrators,
    ...dataRights,
  ],
  exports: [SecurityModule, SessionDirectory, AccessTokenStrategy, ApiKeyStrategy],
})
export class IdentityModule {}

function captcha({ signIn: { captcha: service } }: Settings): Captcha {
  return service ? new SiteverifyCaptcha(service.verifyUrl, service.secret) : new NoCaptcha();
}

function breachedPasswords({ signIn: { breachedPasswordsUrl: url } }: Settings): BreachedPasswords {
  return url ? new RangeBreachedPasswords(url) : new NoBreachedPasswords();
}
