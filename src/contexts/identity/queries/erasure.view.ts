import { Shown } from '../../../platform/http/view-fields';

const ID = '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10';

export class ErasureStartedView {
  @Shown({ example: ID })
  erasureId!: string;

  @Shown({
    example: 'pls_AZOPOnwee1qdHy9sjkt6EAZOPOnwee1qdHy9sjkt6EB0',
    description: 'Keep it: it opens the receipt, and there is no account left to ask for another.',
  })
  receipt!: string;
}

export class ErasureReceiptView {
  @Shown({ example: ID })
  erasureId!: string;

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  requestedAt!: Date;

  @Shown({ example: '2026-11-21T10:00:02.000Z', nullable: true, description: 'Null while it is under way.' })
  completedAt!: Date | null;

  @Shown({
    example: { 'identity.sessions': 3 },
    nullable: true,
    description: 'How many rows of which table.',
  })
  erased!: Readonly<Record<string, number>> | null;

  @Shown({ example: true, description: 'Whether the person was looked for afterwards, and not found.' })
  verified!: boolean;

  @Shown({
    example: 'pls_AZOPOnwee1qdHy9sjkt6EAZOPOnwee1qdHy9sjkt6EB0',
    nullable: true,
    description: 'Of this server, over all other fields.',
  })
  signature!: string | null;
}
