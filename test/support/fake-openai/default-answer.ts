import { citedReply } from './cited-reply';
import { type ScriptedToolCall } from './behaviours';
import { sampleOf } from './schema-sample';
import { lastUserMessage, textOf, type ChatRequest, type OfferedTool } from './wire';

export interface Answer {
  text: string;
  toolCalls: ScriptedToolCall[];
}

/** The same request always gets the same answer. */
export function defaultAnswer(request: ChatRequest): Answer {
  const tool = toolToCall(request);
  if (tool) return { text: '', toolCalls: [sampleCall(tool, textOf(lastUserMessage(request.messages)))] };
  return { text: defaultText(request), toolCalls: [] };
}

function defaultText(request: ChatRequest): string {
  const text = citedReply(request.messages) ?? echo(request);
  const format = request.response_format;
  if (format?.type === 'json_schema') return JSON.stringify(sampleOf(format.json_schema?.schema, text));
  if (format?.type === 'json_object') return JSON.stringify({ reply: text });
  return text;
}

function echo({ messages }: ChatRequest): string {
  const last = messages.at(-1);
  if (last?.role === 'tool') return `The tool answered: ${textOf(last)}`;
  return `You said: ${textOf(lastUserMessage(messages))}`;
}

/** A tool is called when the request demands one, or when the user says "call <its name>". */
function toolToCall({ tools = [], tool_choice: choice, messages }: ChatRequest): OfferedTool | undefined {
  if (choice === 'none' || messages.at(-1)?.role === 'tool') return undefined;
  if (typeof choice === 'object') return tools.find((tool) => tool.function.name === choice.function.name);
  const userText = textOf(lastUserMessage(messages));
  const named = tools.find((tool) => userText.includes(`call ${tool.function.name}`));
  return named ?? (choice === 'required' ? tools[0] : undefined);
}

const sampleCall = (tool: OfferedTool, text: string): ScriptedToolCall => ({
  name: tool.function.name,
  arguments: JSON.stringify(sampleOf(tool.function.parameters, text) ?? {}),
});
