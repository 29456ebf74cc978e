import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Answers, Problems } from '../http/document-route';
import { Public } from '../security/public';
import { HealthView, LivenessView } from './health.view';
import { answerReadiness } from './not-ready';
import { Readiness } from './readiness';

@ApiTags('Health')
@Public()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('health')
  @ApiOperation({ summary: 'Whether this process lives; it says nothing about what it depends on' })
  @Answers(200, LivenessView)
  live(): LivenessView {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether requests may be sent here: every dependency by name' })
  @Answers(200, HealthView)
  @Problems('unavailable')
  async ready(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    answerReadiness(await this.readiness.report(), request, reply);
  }
}
