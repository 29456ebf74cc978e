import { Body, Controller, Delete, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../../platform/http/document-route';
import { EffectId } from '../../../platform/http/idempotency/effect-id';
import { Idempotent } from '../../../platform/http/idempotency/idempotent';
import { type Page, pageOf, PageQuery } from '../../../platform/http/page';
import { Roles } from '../../../platform/security/roles';
import { UserId } from '../../../platform/security/user-id';
import { WorkspaceId } from '../../../platform/security/workspace-id';
import { CreateChannel } from '../commands/create-channel.command';
import { DeleteChannel } from '../commands/delete-channel.command';
import { UpdateChannel } from '../commands/update-channel.command';
import { ChannelView } from '../queries/channel.view';
import { GetChannel } from '../queries/get-channel.query';
import { ListChannels } from '../queries/list-channels.query';
import { DeliveryView, ListDeliveries } from '../queries/list-deliveries.query';
import { CreateChannelBody, UpdateChannelBody } from './channels.dto';

@ApiTags('Channels')
@Controller('channels')
export class ChannelsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Roles('owner', 'member')
  @Answers(200, pageOf(ChannelView), 'Newest first.')
  @Problems('invalid')
  list(@WorkspaceId() workspaceId: string, @Query() page: PageQuery): Promise<Page<ChannelView>> {
    return this.queries.execute(new ListChannels(workspaceId, page));
  }

  @Get(':id')
  @Roles('owner', 'member')
  @Answers(200, ChannelView)
  @Problems('invalid', 'not_found')
  get(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<ChannelView> {
    return this.queries.execute(new GetChannel(workspaceId, id));
  }

  @Get(':id/deliveries')
  @Roles('owner', 'member')
  @Answers(200, pageOf(DeliveryView), 'What was sent out, and what has become of it, newest first.')
  @Problems('invalid', 'not_found')
  deliveries(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() page: PageQuery,
  ): Promise<Page<DeliveryView>> {
    return this.queries.execute(new ListDeliveries(workspaceId, id, page));
  }

  @Post()
  @Roles('owner')
  @Idempotent()
  @Answers(201, ChannelView, 'Give its webhookUrl to the provider.')
  @Problems('invalid')
  async create(
    @WorkspaceId() workspaceId: string,
    @UserId() createdBy: string,
    @EffectId() id: string,
    @Body() body: CreateChannelBody,
  ): Promise<ChannelView> {
    const { credentials = {}, ...rest } = body;
    await this.commands.execute(new CreateChannel(workspaceId, { ...rest, id, credentials, createdBy }));
    return this.queries.execute(new GetChannel(workspaceId, id));
  }

  @Patch(':id')
  @Roles('owner')
  @Answers(200, ChannelView, 'From the next message on.')
  @Problems('invalid', 'not_found', 'conflict')
  async update(
    @WorkspaceId() workspaceId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateChannelBody,
  ): Promise<ChannelView> {
    await this.commands.execute(new UpdateChannel(workspaceId, id, body));
    return this.queries.execute(new GetChannel(workspaceId, id));
  }

  @Delete(':id')
  @Roles('owner')
  @Answers(204, undefined, 'Its provider is refused from now on. Conversations stay.')
  @Problems('invalid', 'not_found')
  async delete(@WorkspaceId() workspaceId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.commands.execute(new DeleteChannel(workspaceId, id));
  }
}
