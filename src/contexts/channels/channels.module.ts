import { Module } from '@nestjs/common';
import { ADAPTERS } from './adapters.providers';
import { CHANNEL_COMMANDS } from './commands.providers';
import { CalledChannels } from './commands/called-channels';
import { ConversationContext } from './commands/conversation-context';
import { CreateChannelHandler } from './commands/create-channel.command';
import { DeleteChannelHandler } from './commands/delete-channel.command';
import { Generation } from './commands/generation';
import { HandleInboundHandler } from './commands/handle-inbound.command';
import { InboundDoor } from './commands/inbound-door';
import { InboundRouting } from './commands/inbound-routing';
import { Inbox } from './commands/inbox';
import { IngestMessageHandler } from './commands/ingest-message.command';
import { MessageRate } from './commands/message-rate';
import { OpenedChannels } from './commands/opened-channels';
import { OutboundPieces } from './commands/outbound-pieces';
import { Outcomes } from './commands/outcomes';
import { QueueReplyHandler } from './commands/queue-reply.command';
import { ReceiveWebhookHandler } from './commands/receive-webhook.command';
import { Replies } from './commands/replies';
import { RequeueMessageHandler } from './commands/requeue-message.command';
import { RequeuePieceHandler } from './commands/requeue-piece.command';
import { SendPiecesHandler } from './commands/send-pieces.command';
import { Sessions } from './commands/sessions';
import { TenSteps } from './commands/ten-steps';
import { UpdateChannelHandler } from './commands/update-channel.command';
import { ChannelDirectory } from './domain/channel-directory';
import { WorkQueues } from './domain/work-queues';
import { ChannelWebhookController } from './http/channel-webhook.controller';
import { ChannelsController } from './http/channels.controller';
import { IngestController } from './http/ingest.controller';
import { BullWorkQueues } from './infrastructure/bull.work-queues';
import { ChannelsDataHolder } from './infrastructure/channels.data-holder';
import { InboundDeadLetterSource } from './infrastructure/inbound.dead-letter-source';
import { OutboundDeadLetterSource } from './infrastructure/outbound.dead-letter-source';
import { RelayedChannelDirectory } from './infrastructure/relayed.channel-directory';
import { FindLostMessages } from './jobs/find-lost-messages.task';
import { HandleInboundProcessor } from './jobs/handle-inbound.processor';
import { SendPiecesProcessor } from './jobs/send-pieces.processor';
import { GetChannelHandler } from './queries/get-channel.query';
import { GetInboundEventHandler } from './queries/get-inbound-event.query';
import { ListChannelsHandler } from './queries/list-channels.query';
import { ListDeliveriesHandler } from './queries/list-deliveries.query';
import { ListInboundEventsHandler } from './queries/list-inbound-events.query';
import { QueueReplyOnTurnCompleted } from './reactions/queue-reply-on-turn-completed';
import { RequeueMessageOnInboundRetryAsked } from './reactions/requeue-message-on-inbound-retry-asked';
import { RequeuePieceOnOutboundRetryAsked } from './reactions/requeue-piece-on-outbound-retry-asked';
import { WakeSenderOnReplyQueued } from './reactions/wake-sender-on-reply-queued';
import { WakeWorkerOnMessageReceived } from './reactions/wake-worker-on-message-received';

const KEEPING = [OpenedChannels, CreateChannelHandler, UpdateChannelHandler, DeleteChannelHandler];
const TAKING_IN = [CalledChannels, MessageRate, InboundDoor, ReceiveWebhookHandler, IngestMessageHandler];
const WORKING = [
  ...[Inbox, InboundRouting, Sessions, ConversationContext, Generation, Replies, Outcomes, TenSteps],
  ...[HandleInboundHandler, RequeueMessageHandler, QueueReplyHandler],
];
const SENDING = [OutboundPieces, SendPiecesHandler, RequeuePieceHandler];
const ASKING = [
  ...[ListChannelsHandler, GetChannelHandler, ListDeliveriesHandler],
  ...[ListInboundEventsHandler, GetInboundEventHandler],
];
const REACTIONS = [
  ...[WakeWorkerOnMessageReceived, WakeSenderOnReplyQueued, QueueReplyOnTurnCompleted],
  ...[RequeueMessageOnInboundRetryAsked, RequeuePieceOnOutboundRetryAsked],
];

@Module({
  controllers: [ChannelsController, ChannelWebhookController, IngestController],
  providers: [
    ...KEEPING,
    ...TAKING_IN,
    ...WORKING,
    ...SENDING,
    ...ASKING,
    ...REACTIONS,
    ...[HandleInboundProcessor, SendPiecesProcessor, FindLostMessages],
    ...[ChannelsDataHolder, InboundDeadLetterSource, OutboundDeadLetterSource],
    ...CHANNEL_COMMANDS,
    ADAPTERS,
    { provide: ChannelDirectory, useClass: RelayedChannelDirectory },
    { provide: WorkQueues, useClass: BullWorkQueues },
  ],
})
export class ChannelsModule {}
