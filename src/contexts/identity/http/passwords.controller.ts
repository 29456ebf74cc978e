import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Answers, Problems } from '../../../platform/http/document-route';
import { addressBucket } from '../../../platform/http/rate-limit/client-address';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Public } from '../../../platform/security/public';
import { SignedIn } from '../../../platform/security/roles';
import { SessionCookies } from '../../../platform/security/session-cookies';
import { ChangePassword } from '../commands/change-password.command';
import { type Device } from '../commands/device';
import { RequestLink } from '../commands/request-link.command';
import { ResetPassword } from '../commands/reset-password.command';
import { ClientDevice } from './client-device';
import { ChangePasswordBody, ForgottenPasswordBody, ResetPasswordBody } from './passwords.dto';
import { RequestedLinkView } from './requested-link.view';
import { showTokensTo, TokensView } from './tokens.view';

@ApiTags('Identity')
@Controller('auth/password')
@RouteClass('auth')
export class PasswordsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('change')
  @SignedIn()
  @Answers(200, TokensView, 'All sessions have ended; this is a new one. The cookies are set too.')
  @Problems('invalid', 'conflict', 'locked')
  async change(
    @CurrentPrincipal() principal: Principal,
    @Body() body: ChangePasswordBody,
    @ClientDevice() device: Device,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokensView> {
    const { userId, authenticatedAt, ...session } = principal;
    const { currentPassword: password = null, newPassword, captcha = null } = body;
    const current = { password, captcha, address: addressBucket(request.ip), authenticatedAt };
    const step = new ChangePassword({ ...session, userId: userId! }, current, newPassword, device);
    const grant = await this.commands.execute(step);
    this.cookies.set(reply, grant);
    return showTokensTo(request, grant);
  }

  @Post('forgot')
  @Public()
  @Answers(
    202,
    RequestedLinkView,
    'If the address has an account, a link is on its way to it. The answer is always this.',
  )
  @Problems('invalid')
  async forgot(@Body() { email }: ForgottenPasswordBody): Promise<RequestedLinkView> {
    return { expiresIn: await this.commands.execute(new RequestLink('password_reset', email)) };
  }

  @Post('reset')
  @Public()
  @Answers(204, undefined, 'The password is the new one, and all sessions have ended.')
  @Problems('invalid', 'unauthenticated')
  async reset(@Body() { token, password }: ResetPasswordBody): Promise<void> {
    await this.commands.execute(new ResetPassword(token, password));
  }
}
