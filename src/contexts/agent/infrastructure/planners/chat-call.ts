import type OpenAI from 'openai';
import { type ChatModel } from '../../domain/chat-models';
import { observed } from '../../domain/observation';
import { type PlanRequest } from '../../domain/planner';
import { promptFor } from '../../domain/prompt';

export type ChatCall = Pick<
  OpenAI.ChatCompletionCreateParams,
  'model' | 'messages' | 'temperature' | 'max_tokens' | 'tools'
>;

export function chatCallFor(request: PlanRequest, model: ChatModel): ChatCall {
  const { agent, tools, observations } = request;
  return {
    model: model.id,
    messages: [...promptFor(request), ...observations.flatMap(exchange)],
    temperature: agent.temperature,
    max_tokens: Math.min(agent.maxOutputTokens, model.maxOutputTokens ?? Infinity),
    ...(tools.length > 0 && { tools: tools.map(offered) }),
  };
}

function offered({
  name,
  description,
  inputSchema,
}: PlanRequest['tools'][number]): OpenAI.ChatCompletionTool {
  return { type: 'function', function: { name, description, parameters: inputSchema } };
}

/** The call as the model made it, and what the tool said: in the role of a tool, which has no authority. */
function exchange({
  call,
  result,
}: PlanRequest['observations'][number]): OpenAI.ChatCompletionMessageParam[] {
  const id = `step_${call.step}`;
  const made = { name: call.name, arguments: JSON.stringify(call.input) };
  return [
    { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: made }] },
    { role: 'tool', tool_call_id: id, content: JSON.stringify(observed(result)) },
  ];
}
