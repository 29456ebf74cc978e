import { type Provider, type Type } from '@nestjs/common';
import { ChatCompletionsController } from './http/chat-completions.controller';
import { ChatModelsController } from './http/chat-models.controller';
import { McpController } from './http/mcp.controller';
import { AskAgentTool } from './http/mcp/ask-agent.tool';
import { DocumentResources } from './http/mcp/document-resources';
import { McpExchange } from './http/mcp/mcp-exchange';
import { McpServers } from './http/mcp/mcp-servers';
import { McpTools } from './http/mcp/mcp-tools';
import { SearchKnowledgeTool } from './http/mcp/search-knowledge.tool';
import { GetChatModelHandler } from './queries/get-chat-model.query';
import { ListChatModelsHandler } from './queries/list-chat-models.query';

/** What others speak already: OpenAI's API, and the Model Context Protocol. */
export const INTERFACE_CONTROLLERS: readonly Type[] = [
  ChatCompletionsController,
  ChatModelsController,
  McpController,
];

export const INTERFACES: readonly Provider[] = [
  ListChatModelsHandler,
  GetChatModelHandler,
  SearchKnowledgeTool,
  AskAgentTool,
  McpTools,
  DocumentResources,
  McpServers,
  McpExchange,
];
