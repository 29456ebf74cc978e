import { JsonObject, OneOf, Text } from '../../../../platform/http/fields';
import { OpenForm } from '../../../../platform/http/open-form';
import { field } from '../../../../platform/http/rule';
import { textProblem } from '../../../../platform/http/text-rules';
import { Shown } from '../../../../platform/http/view-fields';

const MOST_BYTES = 256 * 1024;
const idProblem = textProblem({ max: 200 });

@OpenForm()
export class McpMessageForm {
  @OneOf(['2.0'])
  jsonrpc!: '2.0';

  @field(
    (id) => (Number.isSafeInteger(id) ? null : idProblem(id)),
    { optional: true, example: 1, description: 'Without one it is a notification.' },
    { oneOf: [{ type: 'integer' }, { type: 'string', maxLength: 200 }] },
  )
  id?: number | string;

  @Text({ max: 200, example: 'tools/list' })
  method!: string;

  @JsonObject({ optional: true, maxBytes: MOST_BYTES, example: {} })
  params?: Record<string, unknown>;
}

export class McpMessageView {
  @Shown({ enum: ['2.0'], example: '2.0' })
  jsonrpc!: '2.0';

  @Shown({ example: 1, description: 'Of the request.' })
  id!: number | string;

  @Shown({ example: { tools: [] }, optional: true })
  result?: object;

  @Shown({ example: { code: -32_602, message: 'There is no tool "guess".' }, optional: true })
  error?: object;
}

class RpcFailureView {
  @Shown({ example: -32_600 })
  code!: number;

  @Shown({ example: 'One field is not valid. method is required.' })
  message!: string;

  @Shown({ example: { code: 'validation_failed' }, description: 'A stable machine word to branch on.' })
  data!: object;
}

export class RpcErrorView {
  @Shown({ enum: ['2.0'], example: '2.0' })
  jsonrpc!: '2.0';

  @Shown({ example: null, nullable: true, type: String })
  id!: null;

  @Shown({ type: RpcFailureView })
  error!: RpcFailureView;
}
