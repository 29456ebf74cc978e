import { guardReply } from './guardrails/guarded-reply';
import { type Guardrails } from './guardrails/guardrails';
import { type Verdict } from './guardrails/verdict';
import { type GroundedSentence, type Support } from './grounding';
import { passagesIn } from './found-passages';
import { type Observation } from './observation';
import { NO_USAGE, type PlanRequest } from './planner';
import { type PlanOutcome } from './planner-chain';

/** A sentence of a reply that asserts something, and the places that carry it; without any it is unsupported. */
export interface Citation {
  readonly start: number;
  readonly end: number;
  readonly isSupported: boolean;
  readonly supports: readonly Support[];
}

/** What the planners decided, after the guardrails have seen it. */
export interface CheckedOutcome extends PlanOutcome {
  readonly citations: readonly Citation[];
  readonly guardrails: readonly Verdict[];
}

type Asked = Pick<PlanRequest, 'agent' | 'passages' | 'observations'>;

/** `verdicts` are those on what went in. */
export function checkOutcome(
  outcome: PlanOutcome,
  { agent: { guardrails }, passages, observations }: Asked,
  verdicts: readonly Verdict[],
): CheckedOutcome {
  const { decision, planner } = outcome;
  // The rules quote, or say words of ours: only models say what no document carries.
  const isOurWords = planner === 'rules';
  const restsOnDocuments = !isOurWords && !observations.some(hasOtherFacts);
  const rules: Guardrails = restsOnDocuments ? guardrails : { ...guardrails, groundedness: 'off' };
  const said = guardReply(decision, passages, rules);
  const { reply, confidence, citedChunkIds } = said;
  const isSmallTalk = isOurWords && citedChunkIds.length === 0;
  return {
    ...outcome,
    decision: { ...decision, reply, confidence, citedChunkIds },
    citations: isSmallTalk ? [] : said.sentences.flatMap(citationOf),
    guardrails: [...verdicts, ...said.verdicts],
  };
}

/** Nothing was looked up, and no planner was asked. */
export function refusedOutcome(reply: string, verdicts: readonly Verdict[]): CheckedOutcome {
  const reasoning = 'A guardrail kept the message from being answered.';
  const decision = { tool: null, toolInput: null, reply, reasoning, confidence: 0, citedChunkIds: [] };
  return {
    planner: 'rules',
    decision: { ...decision, usage: NO_USAGE },
    attempts: [],
    citations: [],
    guardrails: verdicts,
  };
}

/** What a tool has done or told is no document's to carry. */
function hasOtherFacts({ result }: Observation): boolean {
  return result.kind === 'done' && passagesIn(result).length === 0;
}

function citationOf({ start, end, isAssertion, supports }: GroundedSentence): Citation[] {
  return isAssertion ? [{ start, end, isSupported: supports.length > 0, supports }] : [];
}
