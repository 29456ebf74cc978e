import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Answers, Problems } from '../../../platform/http/document-route';
import { RouteClass } from '../../../platform/http/rate-limit/route-class';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Public } from '../../../platform/security/public';
import { SignedIn } from '../../../platform/security/roles';
import { SessionCookies } from '../../../platform/security/session-cookies';
import { UserId } from '../../../platform/security/user-id';
import { type Device } from '../commands/device';
import { LogIn } from '../commands/log-in.command';
import { LogOut } from '../commands/log-out.command';
import { Onboard } from '../commands/onboard.command';
import { RefreshSession } from '../commands/refresh-session.command';
import { type SessionGrant } from '../commands/session-grants';
import { SwitchWorkspace } from '../commands/switch-workspace.command';
import { GetMe } from '../queries/get-me.query';
import { LoginBody, OnboardingBody, RefreshTokenBody, SwitchBody } from './auth.dto';
import { ClientBucket } from './client-bucket';
import { ClientDevice } from './client-device';
import { OnboardedView, showTokens, showTokensTo, TokensView } from './tokens.view';

/** None of these takes an Idempotency-Key: a replay would have to keep the tokens that it answers with. */
@ApiTags('Identity')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('onboarding')
  @Public()
  @RouteClass('auth')
  @Answers(
    201,
    OnboardedView,
    'An account, its first workspace, and a session in it; the cookies are set too.',
  )
  @Problems('invalid', 'conflict')
  async onboard(
    @Body() body: OnboardingBody,
    @ClientDevice() device: Device,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OnboardedView> {
    const grant = await this.commands.execute(new Onboard(body, device));
    const { user, workspaces } = await this.queries.execute(new GetMe(grant.userId));
    return { ...this.hand(reply, grant), user, workspace: workspaces[0]! };
  }

  @Post('login')
  @Public()
  @RouteClass('auth')
  @Answers(200, TokensView, 'A session; the cookies are set too.')
  @Problems('invalid', 'unauthenticated', 'forbidden', 'conflict', 'locked')
  async logIn(
    @Body() { email, password, ...more }: LoginBody,
    @ClientBucket() address: string,
    @ClientDevice() device: Device,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokensView> {
    const { workspaceId = null, totp = null, captcha = null } = more;
    const form = { email, password, workspaceId, totp, captcha };
    return this.hand(reply, await this.commands.execute(new LogIn(form, address, device)));
  }

  /** No CSRF token is asked for: a forged refresh changes the cookies in the victim's own browser, and shows nothing. */
  @Post('token')
  @Public()
  @RouteClass('auth')
  @Answers(200, TokensView, 'A new pair, for the refresh token in the body or in the cookie.')
  @Problems('invalid', 'unauthenticated', 'forbidden', 'conflict')
  async refresh(
    @Body() body: RefreshTokenBody,
    @ClientDevice() device: Device,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokensView> {
    const presented = body.refreshToken ?? this.cookies.refreshToken(request) ?? null;
    const { refreshToken, ...rest } = this.hand(
      reply,
      await this.commands.execute(new RefreshSession(presented, device)),
    );
    // What came by cookie goes by cookie, out of the reach of scripts.
    return body.refreshToken ? { ...rest, refreshToken } : rest;
  }

  @Post('logout')
  @Public({ recognisesCaller: true })
  @RouteClass('auth')
  @Answers(204, undefined, 'The session and all of its tokens have ended.')
  @Problems('unauthenticated', 'forbidden')
  async logOut(
    @CurrentPrincipal() principal: Principal | null,
    @Body() body: RefreshTokenBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const refreshToken = body.refreshToken ?? this.cookies.refreshToken(request) ?? null;
    await this.commands.execute(new LogOut(principal?.sessionId ?? null, refreshToken));
    this.cookies.clear(reply);
  }

  @Post('switch')
  @SignedIn()
  @RouteClass('auth')
  @Answers(200, TokensView, 'The session now stands in the workspace that was named.')
  @Problems('invalid')
  async switch(
    @UserId() userId: string,
    @CurrentPrincipal() principal: Principal,
    @Body() body: SwitchBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokensView> {
    const step = new SwitchWorkspace(body.workspaceId, userId, principal.sessionId!);
    const grant = await this.commands.execute(step);
    this.cookies.set(reply, grant);
    return showTokensTo(request, grant);
  }

  private hand(reply: FastifyReply, grant: SessionGrant): TokensView {
    this.cookies.set(reply, grant);
    return showTokens(grant);
  }
}
