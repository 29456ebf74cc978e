import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Answers, Problems } from '../http/document-route';
import { Public } from '../security/public';
import { Roles } from '../security/roles';
import { HealthView, SystemStatusView } from './health.view';
import { answerReadiness } from './not-ready';
import { Readiness } from './readiness';
import { SystemStatus } from './system-status';

@ApiTags('Operations')
@Controller('system')
export class SystemController {
  constructor(
    private readonly readiness: Readiness,
    private readonly status: SystemStatus,
  ) {}

  @Get('health')
  @Public()
  @ApiOperation({ summary: 'The same as /ready, under the prefix of the API' })
  @Answers(200, HealthView)
  @Problems('unavailable')
  async health(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    answerReadiness(await this.readiness.report(), request, reply);
  }

  @Get('status')
  @Roles('admin')
  @ApiOperation({ summary: 'What runs here, in which mode, and how full the queues are' })
  @Answers(200, SystemStatusView)
  describe(): Promise<SystemStatusView> {
    return this.status.describe();
  }
}
