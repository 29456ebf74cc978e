import { Body, Controller, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { CurrentPrincipal } from '../../../platform/security/current-principal';
import { type Principal } from '../../../platform/security/principal';
import { Roles } from '../../../platform/security/roles';
import { NeedsScope } from '../../../platform/security/scopes';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { readersOf } from '../contracts/readers-of';
import { SearchKnowledge } from '../contracts/search-knowledge.query';
import { SearchBody, SearchView } from './search.dto';

@ApiTags('Knowledge')
@Controller('knowledge/search')
export class SearchController {
  constructor(private readonly queries: QueryBus) {}

  @Post()
  @Roles('owner', 'member', 'agent', 'service')
  @NeedsScope('knowledge:read')
  @Answers(
    200,
    SearchView,
    'Sees every document that the caller may read and whose indexing has ended before the search began.',
  )
  @Problems('unavailable')
  search(
    @WorkspaceId() workspaceId: string,
    @CurrentPrincipal() caller: Principal,
    @Body() question: SearchBody,
  ): Promise<SearchView> {
    return this.queries.execute(
      new SearchKnowledge(workspaceId, { ...question, readers: readersOf(caller) }),
    );
  }
}
