import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '../../../platform/http/document-route';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { EmbeddingModelsView, ListEmbeddingModels } from '../queries/list-embedding-models.query';

@ApiTags('Knowledge')
@Controller('knowledge/embedding-models')
export class EmbeddingModelsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, EmbeddingModelsView, 'What documents can be embedded with here.')
  list(): Promise<EmbeddingModelsView> {
    return this.queries.execute(new ListEmbeddingModels());
  }
}
