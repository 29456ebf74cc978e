import { Shown } from '../../../platform/http/view-fields';
import { CHANNEL_KINDS } from '../contracts/channel-kind';

export class CredentialView {
  @Shown({ example: 'botToken' })
  name!: string;

  @Shown({ example: false, description: 'Whether the value before it is still valid as well.' })
  isRotating!: boolean;
}

export class ChannelView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ enum: CHANNEL_KINDS, example: 'telegram' })
  kind!: string;

  @Shown({ example: 'Support bot' })
  name!: string;

  @Shown({ example: 'customer-service', description: 'Who answers.' })
  agent!: string;

  @Shown({
    example: 'gpt-4o-mini',
    nullable: true,
    description: 'Null: as the agent or the workspace has it.',
  })
  defaultModel!: string | null;

  @Shown({ example: 30, description: 'After so much silence the next message begins a new conversation.' })
  idleMinutes!: number;

  @Shown({ type: CredentialView, isArray: true, description: 'Which there are. Values are never shown.' })
  credentials!: CredentialView[];

  @Shown({
    example: 'https://parley.example.com/api/v1/channels/01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10/webhook',
    nullable: true,
    description: 'What the provider is told to call; null for a web page, which calls the API itself.',
  })
  webhookUrl!: string | null;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  updatedAt!: Date;
}
