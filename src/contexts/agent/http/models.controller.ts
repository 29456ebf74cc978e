import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '../../../platform/http/document-route';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { ListModels, ModelsView } from '../queries/list-models.query';

@ApiTags('Agent')
@Controller('models')
export class ModelsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('agents:read')
  @Answers(200, ModelsView, 'Which language models can answer here, and what they cost.')
  list(): Promise<ModelsView> {
    return this.queries.execute(new ListModels());
  }
}
