import { Flag, JsonObject, OneOf, SomeOf, Text, TextList, Whole } from '../../../platform/http/fields';
import { HTTP_TOOL_METHODS, type HttpToolMethod, TOOL_NAME, TOOL_ROLES } from '../contracts/tool-limits';
import { HeaderMap } from './header-map';

const DESCRIPTION = { max: 1_000, example: 'Looks up where an order is.' };
const URL_TEMPLATE = {
  max: 1_000,
  example: 'https://api.example.com/orders/{orderId}',
  description: 'With {placeholders} in path and query; each must be required by the schema.',
};
const SCHEMA = {
  maxBytes: 16 * 1_024,
  example: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] },
  description:
    'JSON Schema of the arguments, without patterns and references. What the address does not take is the body.',
};
const HEADERS = { optional: true, example: { 'x-shop': 'north' } };
const SECRETS = {
  optional: true,
  example: { authorization: 'Bearer 123' },
  description: 'Never shown again.',
};
const HOSTS = {
  optional: true,
  min: 1,
  max: 10,
  each: { max: 253, pattern: /^[a-z0-9.:[\]-]+$/ },
  example: ['api.example.com'],
  description: 'The servers that it may call; without them, the one of the address.',
};
const ROLES = {
  optional: true,
  nullable: true,
  description: 'Whom it serves; without them, whoever may talk to the agent.',
};
const APPROVAL = {
  optional: true,
  example: false,
  description: 'Whether a person has to say yes each time.',
};
const TIMEOUT = { optional: true, min: 100, max: 15_000, example: 10_000 };

export class CreateToolBody {
  @Text({ max: 48, pattern: TOOL_NAME, example: 'order_status', description: 'By which agents list it.' })
  name!: string;

  @Text(DESCRIPTION)
  description!: string;

  @OneOf(HTTP_TOOL_METHODS)
  method!: HttpToolMethod;

  @Text(URL_TEMPLATE)
  url!: string;

  @HeaderMap(HEADERS)
  headers?: Record<string, string>;

  @HeaderMap(SECRETS)
  secretHeaders?: Record<string, string>;

  @JsonObject(SCHEMA)
  inputSchema!: Record<string, unknown>;

  @TextList(HOSTS)
  allowedHosts?: string[];

  @SomeOf(TOOL_ROLES, ROLES)
  roles?: string[] | null;

  @Flag(APPROVAL)
  requiresApproval?: boolean;

  @Whole(TIMEOUT)
  timeoutMs?: number;
}

export class UpdateToolBody {
  @Text({ ...DESCRIPTION, optional: true })
  description?: string;

  @OneOf(HTTP_TOOL_METHODS, { optional: true })
  method?: HttpToolMethod;

  @Text({ ...URL_TEMPLATE, optional: true })
  url?: string;

  @HeaderMap(HEADERS)
  headers?: Record<string, string>;

  @HeaderMap({ ...SECRETS, description: 'In place of all that there were. They go when the server changes.' })
  secretHeaders?: Record<string, string>;

  @JsonObject({ ...SCHEMA, optional: true })
  inputSchema?: Record<string, unknown>;

  @TextList(HOSTS)
  allowedHosts?: string[];

  @SomeOf(TOOL_ROLES, ROLES)
  roles?: string[] | null;

  @Flag(APPROVAL)
  requiresApproval?: boolean;

  @Whole(TIMEOUT)
  timeoutMs?: number;
}
