import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { RecentSignIn } from '../../../platform/security/recent-sign-in';
import { SignedIn } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { ConfirmTotp } from '../commands/confirm-totp.command';
import { DisableTotp } from '../commands/disable-totp.command';
import { SetUpTotp } from '../commands/set-up-totp.command';
import { NoBody } from './no-body.dto';
import { DisableTotpBody, RecoveryCodesView, TotpCodeBody, TotpOfferView } from './totp.dto';

/** None takes an Idempotency-Key: a replay would have to keep the secrets that they answer with. */
@ApiTags('Identity')
@Controller('auth/totp')
@SignedIn()
@RouteClass('auth')
export class TotpController {
  constructor(private readonly commands: CommandBus) {}

  @Post('setup')
  @RecentSignIn()
  @Answers(200, TotpOfferView, 'A secret for an authenticator app; nothing changes until it is confirmed.')
  @Problems('invalid', 'conflict')
  setUp(@UserId() userId: string, @Body() _body: NoBody): Promise<TotpOfferView> {
    return this.commands.execute(new SetUpTotp(userId));
  }

  @Post('confirm')
  @RecentSignIn()
  @Answers(200, RecoveryCodesView, 'From now on signing in takes a code. This session has shown one.')
  @Problems('invalid', 'conflict', 'locked')
  async confirm(
    @UserId() userId: string,
    @CurrentPrincipal() { sessionId }: Principal,
    @Body() { code }: TotpCodeBody,
  ): Promise<RecoveryCodesView> {
    const session = { userId, sessionId: sessionId! };
    return { recoveryCodes: await this.commands.execute(new ConfirmTotp(session, code)) };
  }

  @Post('disable')
  @RecentSignIn()
  @Answers(204, undefined, 'Signing in takes no code any more; no session counts as strong.')
  @Problems('invalid', 'conflict', 'locked')
  async disable(@UserId() userId: string, @Body() { code }: DisableTotpBody): Promise<void> {
    await this.commands.execute(new DisableTotp(userId, code));
  }
}
