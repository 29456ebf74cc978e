import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Answers, Problems } from '../../../platform/http/document-route';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { Public } from '../../../platform/security/public';
import { SessionCookies } from '../../../platform/security/session-cookies';
import { type Device } from '../commands/device';
import { FollowMagicLink } from '../commands/follow-magic-link.command';
import { RequestLink } from '../commands/request-link.command';
import { ClientBucket } from './client-bucket';
import { ClientDevice } from './client-device';
import { FollowMagicLinkBody, MagicLinkBody } from './magic-links.dto';
import { RequestedLinkView } from './requested-link.view';
import { showTokens, TokensView } from './tokens.view';

@ApiTags('Identity')
@Controller('auth/magic-link')
@RouteClass('auth')
export class MagicLinksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly cookies: SessionCookies,
  ) {}

  @Post()
  @Public()
  @Answers(
    202,
    RequestedLinkView,
    'If the address has an account, a link is on its way to it. The answer is always this.',
  )
  @Problems('invalid')
  async request(@Body() { email }: MagicLinkBody): Promise<RequestedLinkView> {
    return { expiresIn: await this.commands.execute(new RequestLink('magic_link', email)) };
  }

  @Post('verify')
  @Public()
  @Answers(
    200,
    TokensView,
    'A session; the cookies are set too. A missing code of a second factor leaves the link good.',
  )
  @Problems('invalid', 'unauthenticated', 'conflict', 'locked')
  async verify(
    @Body() { token, totp }: FollowMagicLinkBody,
    @ClientBucket() address: string,
    @ClientDevice() device: Device,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokensView> {
    const step = new FollowMagicLink(token, totp ?? null, address, device);
    const grant = await this.commands.execute(step);
    this.cookies.set(reply, grant);
    return showTokens(grant);
  }
}
