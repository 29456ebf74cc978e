import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Answers, Problems } from '../../../platform/http/document-route';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { Public } from '../../../platform/security/public';
import { RecentSignIn } from '../../../platform/security/recent-sign-in';
import { SignedIn } from '../../../platform/security/roles';
import { SessionCookies } from '../../../platform/security/session-cookies';
import { UserId } from '../../../platform/security/user-id';
import { type Device } from '../commands/device';
import { LinkExternalIdentity } from '../commands/link-external-identity.command';
import { SignInExternally } from '../commands/sign-in-externally.command';
import { ClientDevice } from './client-device';
import { ExternalSignInBody, LinkIdentityBody } from './external-sign-in.dto';
import { showTokens, TokensView } from './tokens.view';

@ApiTags('Identity')
@Controller('auth/external')
@RouteClass('auth')
export class ExternalSignInController {
  constructor(
    private readonly commands: CommandBus,
    private readonly cookies: SessionCookies,
  ) {}

  @Post()
  @Public()
  @Answers(
    200,
    TokensView,
    'A session by the word of the configured OpenID provider; the cookies are set too.',
  )
  @Problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict', 'locked', 'unavailable')
  async signIn(
    @Body() { token, workspaceId, totp }: ExternalSignInBody,
    @ClientDevice() device: Device,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokensView> {
    const form = { token, workspaceId: workspaceId ?? null, totp: totp ?? null };
    const grant = await this.commands.execute(new SignInExternally(form, device));
    this.cookies.set(reply, grant);
    return showTokens(grant);
  }

  @Post('link')
  @SignedIn()
  @RecentSignIn()
  @Answers(204, undefined, 'The provider’s word opens this account, too.')
  @Problems('invalid', 'not_found', 'conflict', 'unavailable')
  async link(@UserId() userId: string, @Body() { token }: LinkIdentityBody): Promise<void> {
    await this.commands.execute(new LinkExternalIdentity(userId, token));
  }
}
