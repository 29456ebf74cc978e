import { type ToolContext, type ToolEffect, type ToolResult } from './tool';
import { type ApprovalReason } from './tool-access';
import { type ToolInput } from './tool-registry';

/** One call as it is known by: the same step with the same arguments is the same call. */
export interface RecordedCall {
  readonly runId: string;
  readonly step: number;
  /** Of the tool's name and its arguments, in hexadecimal. */
  readonly argumentsHash: string;
  readonly tool: string;
  readonly effect: ToolEffect;
  readonly input: ToolInput;
}

export type SettledResult = Extract<ToolResult, { kind: 'done' | 'failed' | 'unknown' }>;

export type Claim =
  /** Nobody has had this effect yet, and nobody else will. */
  | { readonly kind: 'won'; readonly effectId: string }
  /** Claimed before, and never said to be over: by somebody who died, or who is still at it. */
  | { readonly kind: 'open'; readonly effectId: string }
  | { readonly kind: 'settled'; readonly result: SettledResult }
  /** The step of the run has had an effect with other arguments. */
  | { readonly kind: 'other_arguments' }
  /** The approval was gone when it was to be used. */
  | { readonly kind: 'not_approved' };

/** What tools have done for whom. An effect is claimed before it happens: whatever crashes, it happens at most once. */
export abstract class ToolLedger {
  /** With an approval, claims and uses it up in one. */
  abstract claim(workspaceId: string, call: RecordedCall, approvalId: string | null): Promise<Claim>;
  abstract settle(workspaceId: string, call: RecordedCall, result: SettledResult): Promise<void>;
  /** Of a call that changes nothing, and so is not claimed. */
  abstract recordRead(workspaceId: string, call: RecordedCall, result: SettledResult): Promise<void>;
  /** That somebody asked for what they may not have done; without waiting for it. */
  abstract noteRefusal(context: ToolContext, tool: string): void;
}

export type ApprovalState =
  | { readonly status: 'pending' | 'approved' | 'used'; readonly id: string }
  | { readonly status: 'rejected' | 'expired'; readonly id: string };

/** A person's yes or no to one call: for this run, step and arguments only, once, and not for ever. */
export abstract class ToolApprovals {
  /** Asks, unless it has been asked already. */
  abstract ask(context: ToolContext, call: RecordedCall, reason: ApprovalReason): Promise<ApprovalState>;
}
