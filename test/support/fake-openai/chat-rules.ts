import { ApiError } from './envelope';
import { type ChatRequest, type JsonSchema } from './wire';

/** Refuses what OpenAI refuses, so that a wrong request is found here and not in production. */
export function checkChatRequest(request: ChatRequest): void {
  if (!request.model) throw new ApiError(400, 'you must provide a model parameter');
  if (!Array.isArray(request.messages)) {
    throw new ApiError(400, "Missing required parameter: 'messages'.", {
      code: 'missing_required_parameter',
      param: 'messages',
    });
  }
  if (request.messages.length === 0) {
    throw new ApiError(400, "Invalid 'messages': empty array.", { code: 'empty_array', param: 'messages' });
  }
  if (request.stream_options && !request.stream) {
    throw new ApiError(400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.", {
      param: 'stream_options',
    });
  }
  checkToolMessages(request);
  checkResponseFormat(request);
}

function checkToolMessages({ messages }: ChatRequest): void {
  let open = new Set<string>();
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id ?? '')) {
        throw new ApiError(
          400,
          "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
          { param: 'messages' },
        );
      }
      continue;
    }
    if (open.size > 0) break;
    open = new Set(message.tool_calls?.map((call) => call.id));
  }
  if (open.size === 0) return;
  throw new ApiError(
    400,
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.",
    { param: 'messages' },
  );
}

function checkResponseFormat({ response_format: format }: ChatRequest): void {
  if (format?.type !== 'json_schema') return;
  const { name, strict, schema } = format.json_schema ?? {};
  if (!name) {
    throw new ApiError(400, "Missing required parameter: 'response_format.json_schema.name'.", {
      code: 'missing_required_parameter',
      param: 'response_format.json_schema.name',
    });
  }
  if (!strict || !schema || isStrict(schema)) return;
  throw new ApiError(400, `Invalid schema for response_format '${name}'.`, { param: 'response_format' });
}

/** Strict mode wants every object closed and every property required. */
function isStrict(schema: JsonSchema): boolean {
  const properties = Object.entries(schema.properties ?? {});
  const closed = properties.length === 0 || schema.additionalProperties === false;
  const complete = properties.every(([name]) => schema.required?.includes(name));
  const inner = [
    ...properties.map(([, property]) => property),
    ...(schema.anyOf ?? []),
    ...Object.values(schema.$defs ?? {}),
    ...(schema.items ? [schema.items] : []),
  ];
  return closed && complete && inner.every(isStrict);
}
