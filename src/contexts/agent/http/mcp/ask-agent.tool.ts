import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Ids } from '../../../../kernel/ids';
import { RunTurn } from '../../commands/run-turn.command';
import { type TurnProgress } from '../../commands/turn-progress';
import { agentReply } from '../agent-reply';
import { type McpCall, McpTool, type McpToolAnswer } from './mcp-tool';

const USUAL_AGENT = 'customer-service';

interface Input {
  readonly message: string;
  readonly agent?: string;
  readonly conversationId?: string;
}

@Injectable()
export class AskAgentTool extends McpTool {
  readonly scope = 'agents:run';
  readonly definition = {
    name: 'ask_agent',
    title: 'Ask an agent',
    description:
      'Lets an agent of the workspace answer a message from the documents, with its sources. To go on with a ' +
      'conversation, give the conversationId of the answer before.',
    inputSchema: {
      type: 'object' as const,
      properties: {
        message: {
          type: 'string',
          minLength: 1,
          maxLength: 8_000,
          description: 'What is said to the agent.',
        },
        agent: {
          type: 'string',
          minLength: 1,
          maxLength: 100,
          default: USUAL_AGENT,
          description: 'Its slug.',
        },
        conversationId: { type: 'string', format: 'uuid' },
      },
      required: ['message'],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
  };

  constructor(
    private readonly commands: CommandBus,
    private readonly ids: Ids,
  ) {
    super();
  }

  async call(input: Readonly<Record<string, unknown>>, call: McpCall): Promise<McpToolAnswer> {
    const { message, agent = USUAL_AGENT, conversationId = null } = input as unknown as Input;
    const { workspaceId, caller } = call;
    const asked = { turnId: this.ids.next(), agent, message, conversationId, caller };
    const turn = await this.commands.execute(new RunTurn(workspaceId, asked, progressOf(call)));
    const { reply, runId, confidence, sources, ...answer } = agentReply(turn);
    const named = sources.map(({ title, url }, at) => `[${at + 1}] ${title}${url ? ` (${url})` : ''}`);
    return {
      text: [reply, ...named].join('\n'),
      data: { reply, runId, conversationId: answer.conversationId, confidence, sources },
    };
  }
}

function progressOf({ signal, tell }: McpCall): TurnProgress {
  return {
    signal,
    onToken: null,
    onStarted: () => tell('The agent reads the message.'),
    onRetrieved: ({ length }) => tell(`The agent answers, with ${length} passages of documents at hand.`),
  };
}
