import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { SearchKnowledge } from '../../../knowledge/contracts/search-knowledge.query';
import { type ToolContext, type ToolDefinition } from '../../domain/tool';
import { Tool, type ToolInput } from '../../domain/tool-registry';

const MOST_PASSAGES = 10;

/** With the eyes of the caller: what they may not read, the agent does not find for them. */
@Injectable()
export class SearchKnowledgeTool extends Tool {
  override readonly definition: ToolDefinition = {
    name: 'search_knowledge',
    description: 'Looks up passages in the documents of the company that speak to a question.',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string', minLength: 1, maxLength: 1_000, description: 'What is to be found out.' },
        limit: { type: 'integer', minimum: 1, maximum: MOST_PASSAGES, description: 'How many at most.' },
      },
      required: ['query'],
      additionalProperties: false,
    },
    effect: 'read',
    requiresApproval: false,
    timeoutMs: 10_000,
  };

  constructor(private readonly queries: QueryBus) {
    super();
  }

  override async run(
    { query, limit }: ToolInput,
    { workspaceId, agent, caller }: ToolContext,
  ): Promise<unknown> {
    const { retrieval } = agent;
    const { hits } = await this.queries.execute(
      new SearchKnowledge(workspaceId, {
        query: query as string,
        limit: (limit as number | undefined) ?? retrieval.limit,
        mode: retrieval.mode,
        ...(retrieval.threshold !== null && { threshold: retrieval.threshold }),
        readers: caller.readers,
      }),
    );
    const passages = hits.map(
      ({ documentId, chunkId, title, url, text, score, heading, pageFrom, pageTo }) => ({
        ...{ documentId, chunkId, title, url, text, score },
        ...{ heading, pageFrom, pageTo },
      }),
    );
    return { passages };
  }
}
