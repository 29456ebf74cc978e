import { Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Clock } from '../../../kernel/clock';
import { Answers, Problems } from '../../../platform/http/document-route';
import { type RawRequest, RawRequestOf, ReceivesRawBody } from '../../../platform/http/server/raw-bodies';
import { PublicUrls } from '../../../platform/mail/public-urls';
import { Public } from '../../../platform/security/public';
import { ReceiveWebhook } from '../commands/receive-webhook.command';

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
  @Answers(200, undefined, 'For the provider of the channel, who is answered in its own form.')
  @Problems('invalid', 'unauthenticated')
  async receive(
    @Param('id') id: string,
    @RawRequestOf() { path, headers, body }: RawRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
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
