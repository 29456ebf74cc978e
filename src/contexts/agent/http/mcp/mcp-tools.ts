import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../../../../kernel/domain-error';
import { problemOf } from '../../../../platform/http/problem';
import { AskAgentTool } from './ask-agent.tool';
import { isMadeFor, type McpCaller } from './mcp-caller';
import { type McpSdk } from './mcp-sdk';
import { type McpCall, type McpTool, type McpToolDefinition } from './mcp-tool';
import { messageOf, unknownTool } from './rpc-failure';
import { SearchKnowledgeTool } from './search-knowledge.tool';

interface ToolRequest {
  readonly name: string;
  readonly arguments?: Record<string, unknown>;
}

/** A tool that the caller's key is not made for is, to this caller, not there. */
@Injectable()
export class McpTools {
  private readonly log = new Logger('Mcp');
  private readonly tools: readonly McpTool[];

  constructor(search: SearchKnowledgeTool, ask: AskAgentTool) {
    this.tools = [search, ask];
  }

  offeredTo(caller: McpCaller): McpToolDefinition[] {
    return this.tools.filter(({ scope }) => isMadeFor(caller, scope)).map(({ definition }) => definition);
  }

  /** What a tool refuses is an answer that a model can read and mend; only an unknown tool is an error of the protocol. */
  async call({ name, arguments: input = {} }: ToolRequest, call: McpCall, { validator }: McpSdk) {
    const tool = this.tools.find(
      ({ definition, scope }) => definition.name === name && isMadeFor(call, scope),
    );
    if (!tool) throw unknownTool(name);
    const fit = validator.getValidator(tool.definition.inputSchema)(input);
    if (!fit.valid) return refusal(`The input does not fit: ${fit.errorMessage}.`);
    try {
      const { text, data } = await tool.call(input, call);
      return { content: [{ type: 'text' as const, text }], structuredContent: data };
    } catch (error) {
      if (!(error instanceof DomainError)) this.log.error({ err: error }, `the tool ${name} failed`);
      return refusal(messageOf(problemOf(error)));
    }
  }
}

function refusal(text: string) {
  return { content: [{ type: 'text' as const, text }], isError: true };
}
