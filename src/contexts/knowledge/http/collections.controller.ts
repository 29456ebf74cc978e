import { Body, Controller, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { notFound } from '../../../kernel/domain-error';
import { Answers, Problems } from '../../../platform/http/document-route';
import { Roles } from '../../../platform/security/roles';
import { DescribeWorkspace } from '../../tenancy/contracts/describe-workspace.query';
import { CreateCollection } from '../commands/create-collection.command';
import { CollectionView, CreateCollectionBody } from './collections.dto';

@ApiTags('Operations')
@Controller('admin/collections')
export class CollectionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('create')
  @Roles('admin')
  @Answers(200, CollectionView, 'It was there already, or the engine has none.')
  @Answers(201, CollectionView, 'Created, and filled with the documents that are there.')
  @Problems('not_found', 'unprocessable', 'unavailable')
  async create(
    @Body() { workspaceId, model }: CreateCollectionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CollectionView> {
    if (!(await this.queries.execute(new DescribeWorkspace(workspaceId)))) throw notFound('workspace');
    const outcome = await this.commands.execute(new CreateCollection(workspaceId, model ?? null));
    void reply.status(outcome.created ? 201 : 200);
    return outcome;
  }
}
