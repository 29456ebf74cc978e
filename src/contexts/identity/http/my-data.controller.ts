import { Body, Controller, Delete, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { ExportView } from '../../../platform/data-rights/export-view';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { RecentSignIn } from '../../../platform/security/recent-sign-in';
import { SignedIn } from '../../../platform/security/roles';
import { SealedIds } from '../../../platform/security/sealed-ids';
import { SessionCookies } from '../../../platform/security/session-cookies';
import { UserId } from '../../../platform/security/user-id';
import { EraseMe } from '../commands/erase-me.command';
import { RequestMyExport } from '../commands/request-my-export.command';
import { ErasureStartedView } from '../queries/erasure.view';
import { RECEIPT } from '../queries/get-erasure-receipt.query';
import { EraseMeBody } from './erasures.dto';

@ApiTags('Identity')
@Controller('auth/me')
@SignedIn()
@RecentSignIn()
export class MyDataController {
  constructor(
    private readonly commands: CommandBus,
    private readonly seals: SealedIds,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('export')
  @Idempotent()
  @Answers(202, ExportView, 'What is held about the caller, as a ZIP of JSON: ask `GET /exports/:id` for it.')
  @Problems('conflict')
  export(@UserId() userId: string, @EffectId() exportId: string): Promise<ExportView> {
    return this.commands.execute(new RequestMyExport(userId, exportId));
  }

  @Delete()
  @Answers(202, ErasureStartedView, 'The account is closed; what is left of the person is being removed.')
  @Problems('invalid', 'conflict')
  async erase(
    @UserId() userId: string,
    @Body() _body: EraseMeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ErasureStartedView> {
    const erasureId = await this.commands.execute(new EraseMe(userId));
    this.cookies.clear(reply);
    return { erasureId, receipt: this.seals.seal(RECEIPT, erasureId) };
  }
}
