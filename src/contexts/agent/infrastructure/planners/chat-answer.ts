import type OpenAI from 'openai';
import { PlannerFailure } from '../../domain/planner-failure';

interface WantedTool {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>> | null;
}

export interface ChatAnswer {
  readonly text: string;
  readonly tool: WantedTool | null;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
}

const MOST_REPLY_CHARACTERS = 100_000;
const MOST_ARGUMENT_BYTES = 64 * 1024;

/** An answer as it comes in, in one piece or in many. Takes no more than its limits, whatever is sent. */
export class ArrivingAnswer {
  private text = '';
  private name = '';
  private args = '';
  private isFinished = false;
  private usage = { inputTokens: 0, outputTokens: 0 };

  /** Whether nothing that may still come can matter: the rest need not be read. */
  get isBeyondUse(): boolean {
    return Buffer.byteLength(this.args) > MOST_ARGUMENT_BYTES;
  }

  say(text: string): void {
    this.text += text;
    if (this.text.length > MOST_REPLY_CHARACTERS) {
      throw new PlannerFailure(
        'unusable_answer',
        'The model answered at far greater length than it was allowed.',
      );
    }
  }

  /** Of several tools only the first is taken: what the next should be depends on what it says. */
  want(name: string, args: string): void {
    this.name += name;
    this.args += args;
  }

  finish(reason: string | null | undefined): void {
    this.isFinished ||= reason != null;
  }

  spend(usage: OpenAI.CompletionUsage | null | undefined): void {
    if (!usage) return;
    this.usage = { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
  }

  whole(): ChatAnswer {
    if (this.isBeyondUse)
      return { text: this.text, tool: { name: this.name, input: null }, usage: this.usage };
    if (!this.isFinished) {
      throw new PlannerFailure('unavailable', 'The model broke off in the middle of its reply.');
    }
    const tool = this.name ? { name: this.name, input: objectIn(this.args) } : null;
    if (!tool && !this.text.trim()) {
      throw new PlannerFailure('unusable_answer', 'The model answered with an empty reply.');
    }
    return { text: this.text, tool, usage: this.usage };
  }
}

/** Null: it is no JSON object, or too large for one. */
function objectIn(args: string): Readonly<Record<string, unknown>> | null {
  if (Buffer.byteLength(args) > MOST_ARGUMENT_BYTES) return null;
  try {
    const value: unknown = JSON.parse(args.trim() || '{}');
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
