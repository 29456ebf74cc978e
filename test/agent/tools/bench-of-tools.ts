import { CUSTOMER_SERVICE } from '../../../src/contexts/agent/domain/agent-profile';
import { type Caller } from '../../../src/contexts/agent/domain/caller';
import {
  type ToolCall,
  type ToolContext,
  type ToolResult,
  ToolUse,
} from '../../../src/contexts/agent/domain/tool';
import { uuidv7 } from '../../../src/kernel/ids';
import { type Account } from '../../support/accounts';
import { type TestApp } from '../../support/app';
import { EverythingStored } from '../../platform/everything-stored';

export const A_MEMBER: Caller = {
  userId: null,
  keyId: null,
  role: 'member',
  scopes: null,
  readers: ['role:member'],
};
export const A_CUSTOMER: Caller = { ...A_MEMBER, role: null, readers: [] };

/** A running application whose tools are used as a planner would have them used. */
export class BenchOfTools {
  private constructor(
    readonly app: TestApp,
    readonly stored: EverythingStored,
  ) {}

  static async of(app: TestApp): Promise<BenchOfTools> {
    return new BenchOfTools(app, await EverythingStored.of(app.ownerUrl));
  }

  /** Of an agent that has the tools named. */
  contextFor(
    { workspaceId }: Account,
    tools: readonly string[],
    more: Partial<ToolContext> = {},
  ): ToolContext {
    return {
      workspaceId,
      runId: uuidv7(),
      conversationId: uuidv7(),
      agent: { ...CUSTOMER_SERVICE, tools },
      caller: A_MEMBER,
      isTainted: false,
      signal: new AbortController().signal,
      ...more,
    };
  }

  use(context: ToolContext, call: Partial<ToolCall> & Pick<ToolCall, 'name'>): Promise<ToolResult> {
    return this.app.app.get(ToolUse).use({ step: 1, input: {}, ...call }, context);
  }

  /** What the ledger says of a run. */
  callsOf({ runId }: ToolContext): Promise<{ tool: string; status: string; step: number }[]> {
    return this.stored.query(
      'SELECT tool, status, step FROM agent.tool_calls WHERE run_id = $1 ORDER BY step',
      [runId],
    );
  }

  close(): Promise<void> {
    return this.stored.close();
  }
}
