import { Body, Controller, Get, Patch } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { SignedIn } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { UpdateProfile } from '../commands/update-profile.command';
import { GetMe, MeView } from '../queries/get-me.query';
import { UpdateMeBody } from './me.dto';

@ApiTags('Identity')
@Controller('auth/me')
@SignedIn()
export class MeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Answers(200, MeView)
  show(@UserId() userId: string, @CurrentPrincipal() { isAdministrator }: Principal): Promise<MeView> {
    return this.queries.execute(new GetMe(userId, isAdministrator));
  }

  @Patch()
  @Answers(200, MeView)
  @Problems('invalid')
  async update(
    @UserId() userId: string,
    @CurrentPrincipal() { isAdministrator }: Principal,
    @Body() body: UpdateMeBody,
  ): Promise<MeView> {
    await this.commands.execute(new UpdateProfile(userId, body));
    return this.queries.execute(new GetMe(userId, isAdministrator));
  }
}
