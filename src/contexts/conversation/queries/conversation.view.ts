import { Shown } from '../../../platform/http/view-fields';

export class ConversationView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'How do I reset my password?' })
  title!: string;

  @Shown({ enum: ['open', 'human', 'closed'], example: 'open' })
  status!: string;

  @Shown({ example: 'api' })
  channel!: string;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  createdAt!: Date;
}
