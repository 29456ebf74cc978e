import { type RemotePlannerSettings } from '../../../../../config/settings';
import { requestContext } from '../../../../platform/telemetry/request-context';
import { observed } from '../../domain/observation';
import {
  type Decision,
  Planner,
  type PlannerTarget,
  type PlanProgress,
  type PlanRequest,
} from '../../domain/planner';
import { type FailureCause, PlannerFailure } from '../../domain/planner-failure';
import { remoteDecision } from './remote-decision';

const MOST_BYTES = 1024 * 1024;
const TOO_MANY = 429;
const OF_THE_REQUEST: ReadonlySet<number> = new Set([400, 413, 422]);

/** A service of one's own that decides: docs/remote-planner.openapi.yaml is what it has to speak. */
export class RemotePlanner extends Planner {
  readonly name = 'remote';

  constructor(private readonly settings: RemotePlannerSettings) {
    super();
  }

  override targets(): readonly PlannerTarget[] {
    return [{ planner: this.name, provider: new URL(this.settings.url).host, model: null }];
  }

  async plan(request: PlanRequest, { signal, onToken }: PlanProgress): Promise<Decision> {
    const timeout = AbortSignal.timeout(this.settings.timeoutMs);
    try {
      const decision = remoteDecision(await this.ask(request, AbortSignal.any([signal, timeout])), request);
      if (decision.reply) onToken?.(decision.reply);
      return decision;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PlannerFailure) throw error;
      if (timeout.aborted) throw new PlannerFailure('timeout', 'The remote planner took too long.');
      throw new PlannerFailure(
        'unavailable',
        `The remote planner cannot be reached: ${(error as Error).message}`,
      );
    }
  }

  private async ask(request: PlanRequest, signal: AbortSignal): Promise<string> {
    const { url, token } = this.settings;
    const requestId = requestContext.getStore()?.requestId;
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
        ...(requestId && { 'x-request-id': requestId }),
      },
      body: JSON.stringify(questionOf(request)),
      redirect: 'error',
      signal,
    });
    if (answer.ok) return textOf(answer);
    await answer.body?.cancel();
    const seconds = Number(answer.headers.get('retry-after') ?? NaN);
    const wait = Number.isFinite(seconds) ? seconds * 1_000 : null;
    throw new PlannerFailure(causeOf(answer.status), `The remote planner answered ${answer.status}.`, wait);
  }
}

function questionOf({ agent, companyName, observations, tools, ...rest }: PlanRequest): object {
  const { question, history, summary, passages, model } = rest;
  return {
    question,
    history,
    summary,
    model,
    passages,
    company: companyName,
    agent: { slug: agent.slug, name: agent.name, version: agent.version, instructions: agent.instructions },
    tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    observations: observations.map(({ call, result }) => ({ ...call, result: observed(result) })),
  };
}

function causeOf(status: number): FailureCause {
  if (status === TOO_MANY) return 'rate_limited';
  return OF_THE_REQUEST.has(status) ? 'refused' : 'unavailable';
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES)
      throw new PlannerFailure('unavailable', 'The remote planner answered with too much.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
