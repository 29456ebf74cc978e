import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { SignedIn } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { Reauthenticate } from '../commands/reauthenticate.command';
import { ClientBucket } from './client-bucket';
import { ReauthenticateBody } from './reauthentication.dto';

@ApiTags('Identity')
@Controller('auth/reauthenticate')
export class ReauthenticationController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @SignedIn()
  @RouteClass('auth')
  @Answers(204, undefined, 'The sign-in counts as made now; with a code, as made with a second factor.')
  @Problems('invalid', 'locked')
  async confirm(
    @UserId() userId: string,
    @CurrentPrincipal() { sessionId, isStrong }: Principal,
    @ClientBucket() address: string,
    @Body() body: ReauthenticateBody,
  ): Promise<void> {
    const session = { userId, sessionId: sessionId!, isStrong };
    const { password = null, totp = null, captcha = null } = body;
    await this.commands.execute(new Reauthenticate(session, { password, totp, captcha, address }));
  }
}
