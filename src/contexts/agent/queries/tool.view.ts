import { Shown } from '../../../platform/http/view-fields';

export class ToolView {
  @Shown({
    example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10',
    nullable: true,
    description: 'Null: not your own.',
  })
  id!: string | null;

  @Shown({ enum: ['built-in', 'http'], example: 'http' })
  kind!: string;

  @Shown({ example: 'order_status', description: 'By which agents list it.' })
  name!: string;

  @Shown({ example: 'Looks up where an order is.' })
  description!: string;

  @Shown({ enum: ['read', 'write', 'external'], example: 'external' })
  effect!: string;

  @Shown({
    example: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] },
    description: 'JSON Schema.',
  })
  inputSchema!: Record<string, unknown>;

  @Shown({ example: false, description: 'Whether a person has to say yes each time.' })
  requiresApproval!: boolean;

  @Shown({ example: 10_000 })
  timeoutMs!: number;

  @Shown({
    type: String,
    isArray: true,
    nullable: true,
    example: ['owner', 'member'],
    description: 'Null: no matter who.',
  })
  roles!: readonly string[] | null;
}

export class HttpToolView extends ToolView {
  @Shown({ enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], example: 'GET' })
  method!: string;

  @Shown({ example: 'https://api.example.com/orders/{orderId}' })
  url!: string;

  @Shown({ example: { 'x-shop': 'north' } })
  headers!: Record<string, string>;

  @Shown({
    type: String,
    isArray: true,
    example: ['authorization'],
    description: 'Their names; their values are not shown to anybody.',
  })
  secretHeaders!: readonly string[];

  @Shown({ type: String, isArray: true, example: ['api.example.com'] })
  allowedHosts!: readonly string[];

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  createdAt!: Date;

  @Shown({ example: '2026-11-24T09:30:00.000Z' })
  updatedAt!: Date;
}

export class ToolListView {
  @Shown({ type: ToolView, isArray: true, description: 'Ours first, then your own by name.' })
  data!: readonly ToolView[];

  @Shown({ nullable: true, example: null, type: String, description: 'All are on one page.' })
  nextCursor!: null;
}
