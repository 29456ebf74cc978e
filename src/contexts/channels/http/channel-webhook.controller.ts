import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Clock } from '../../../kernel/clock';
import { Problems } from '../../../platform/http/document-route';
import { type RawRequest, RawRequestOf, ReceivesRawBody } from '../../../platform/http/server/raw-bodies';
import { PublicUrls } from '../../../platform/mail/public-urls';
import { Public } from '../../../platform/security/public';
import { ReceiveWebhook } from '../commands/receive-webhook.command';

const OWN_FORM = { '*/*': { schema: { type: 'string' } } };

@ApiTags('Channels')
@Controller('channels')
export class ChannelWebhookController {
  constructor(
    private readonly commands: CommandBus,
    private readonly urls: PublicUrls,
    private readonly clock: Clock,
  ) {}

  @Post(':id/webhook')
  @Public()
  @ReceivesRawBody()
  @HttpCode(200)
  @ApiResponse({ status: 200, description: 'The provider is answered in its own form.', content: OWN_FORM })
  @Problems('invalid', 'unauthenticated')
  receive(
    @Param('id') id: string,
    @RawRequestOf() request: RawRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answer(id, request, reply);
  }

  @Get(':id/webhook')
  @Public()
  @ApiResponse({
    status: 200,
    description: 'What a provider asks for before it sends anything.',
    content: OWN_FORM,
  })
  @Problems('invalid', 'unauthenticated')
  greet(
    @Param('id') id: string,
    @RawRequestOf() request: RawRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answer(id, request, reply);
  }

  private async answer(id: string, { path, headers, body }: RawRequest, reply: FastifyReply): Promise<void> {
    const request = {
      publicUrl: this.urls.origin(path),
      headers,
      rawBody: body,
      receivedAt: this.clock.now(),
    };
    const answer = await this.commands.execute(new ReceiveWebhook(id, request));
    if (answer.contentType !== null) void reply.type(answer.contentType);
    await reply.status(answer.status).send(answer.body);
  }
}
