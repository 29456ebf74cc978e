import { Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { Roles } from '../../../platform/security/roles';
import { PauseQueue } from '../commands/pause-queue.command';
import { ResumeQueue } from '../commands/resume-queue.command';
import { ListQueues, QueuesView } from '../queries/list-queues.query';

@ApiTags('Operations')
@Controller('admin/queues')
export class QueuesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('admin')
  @Answers(200, QueuesView, 'How full each queue is, and whether anybody empties it.')
  @Problems('unavailable')
  list(): Promise<QueuesView> {
    return this.queries.execute(new ListQueues());
  }

  @Post(':name/pause')
  @Roles('admin')
  @Answers(204, undefined, 'Jobs in hand end as usual, and none is taken any more, in any process.')
  @Problems('not_found', 'unavailable')
  async pause(@Param('name') name: string): Promise<void> {
    await this.commands.execute(new PauseQueue(name));
  }

  @Post(':name/resume')
  @Roles('admin')
  @Answers(204, undefined, 'Jobs are taken again.')
  @Problems('not_found', 'unavailable')
  async resume(@Param('name') name: string): Promise<void> {
    await this.commands.execute(new ResumeQueue(name));
  }
}
