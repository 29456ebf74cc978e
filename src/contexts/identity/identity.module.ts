import { Global, Module } from '@nestjs/common';
import { AccessTokenStrategy } from '../../platform/security/access-token.strategy';
import { AdminKeyStrategy } from '../../platform/security/admin-key.strategy';
import { SecurityModule } from '../../platform/security/security.module';
import { SessionDirectory } from '../../platform/security/session-directory';
import { LogInHandler } from './commands/log-in.command';
import { LogOutHandler } from './commands/log-out.command';
import { OnboardHandler } from './commands/onboard.command';
import { RefreshSessionHandler } from './commands/refresh-session.command';
import { SessionEndings } from './commands/session-endings';
import { SessionGrants } from './commands/session-grants';
import { SwitchWorkspaceHandler } from './commands/switch-workspace.command';
import { PasswordHasher } from './domain/password-hasher';
import { Sessions } from './domain/sessions';
import { Users } from './domain/users';
import { AuthController } from './http/auth.controller';
import { BcryptPasswordHasher } from './infrastructure/bcrypt.password-hasher';
import { CachedSessionDirectory } from './infrastructure/cached.session-directory';
import { PostgresSessions } from './infrastructure/postgres.sessions';
import { PostgresUsers } from './infrastructure/postgres.users';
import { DescribeUsersHandler } from './queries/describe-users.handler';
import { GetMeHandler } from './queries/get-me.query';

const adapters = [
  { provide: Users, useClass: PostgresUsers },
  { provide: Sessions, useClass: PostgresSessions },
  { provide: PasswordHasher, useClass: BcryptPasswordHasher },
  { provide: SessionDirectory, useClass: CachedSessionDirectory },
];
const commands = [OnboardHandler, LogInHandler, RefreshSessionHandler, LogOutHandler, SwitchWorkspaceHandler];

/** Global, because the guards of every route ask its directory who is signed in. */
@Global()
@Module({
  imports: [SecurityModule],
  controllers: [AuthController],
  providers: [
    ...adapters,
    ...commands,
    SessionGrants,
    SessionEndings,
    GetMeHandler,
    DescribeUsersHandler,
    AccessTokenStrategy,
    AdminKeyStrategy,
  ],
  exports: [SecurityModule, SessionDirectory, AccessTokenStrategy, AdminKeyStrategy],
})
export class IdentityModule {}
