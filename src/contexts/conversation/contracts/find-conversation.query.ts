import { Query } from '@nestjs/cqrs';

export interface FoundConversation {
  readonly id: string;
  readonly status: 'open' | 'human' | 'closed';
}

/** Null for a conversation that is not of this workspace, or was deleted. */
export class FindConversation extends Query<FoundConversation | null> {
  constructor(
    readonly workspaceId: string,
    readonly conversationId: string,
  ) {
    super();
  }
}
