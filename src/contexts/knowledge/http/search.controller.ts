import { Body, Controller, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { SearchKnowledge } from '../contracts/search-knowledge.query';
import { SearchBody, SearchView } from './search.dto';

@ApiTags('Knowledge')
@Controller('knowledge/search')
export class SearchController {
  constructor(private readonly queries: QueryBus) {}

  @Post()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(200, SearchView, 'Sees every document whose indexing has ended before the search began.')
  @Problems('unavailable')
  search(
    @WorkspaceId() workspaceId: string,
    @Body() { limit = 5, mode = 'hybrid', ...question }: SearchBody,
  ): Promise<SearchView> {
    return this.queries.execute(new SearchKnowledge(workspaceId, { ...question, limit, mode }));
  }
}
