import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { notFound } from '../../kernel/domain-error';
import { Answers, Problems } from '../http/document-route';
import { JwksView } from './jwks.view';
import { Public } from './public';
import { SigningKeys } from './signing-keys';

@ApiTags('Identity')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('jwks.json')
  @Public()
  @Answers(200, JwksView, 'What access tokens can be verified with, where an asymmetric key signs them.')
  @Problems('not_found')
  show(@Res({ passthrough: true }) reply: FastifyReply): JwksView {
    if (this.keys.published.length === 0) throw notFound('set of keys');
    void reply.header('cache-control', 'public, max-age=300');
    return { keys: [...this.keys.published] };
  }
}
