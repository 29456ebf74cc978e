import { type OutboundAnswer, type SafeHttp } from '../../../../../platform/outbound/safe-http';
import { outboundRefused } from '../../../../../platform/outbound/outbound-errors';
import { type Headers, type HttpToolFacts } from '../../../domain/own-tools';
import { type ToolContext, type ToolDefinition } from '../../../domain/tool';
import { presentable } from '../../../domain/tool-output';
import { Tool, type ToolAccess, type ToolInput } from '../../../domain/tool-registry';
import { fillTemplate } from '../../../domain/url-template';

const MOST_BYTES = 256 * 1024;

/** Whoever calls it reaches somebody outside, also by a mere GET: an address can carry words away. */
export class HttpTool extends Tool {
  override readonly definition: ToolDefinition;
  override readonly access: ToolAccess;
  override readonly isRepeatable: boolean;

  constructor(
    private readonly facts: HttpToolFacts,
    private readonly secrets: () => Headers,
    private readonly http: SafeHttp,
  ) {
    super();
    const { name, description, inputSchema, requiresApproval, timeoutMs } = facts;
    this.definition = { name, description, inputSchema, effect: 'external', requiresApproval, timeoutMs };
    this.access = { roles: facts.roles, scope: 'agents:run' };
    this.isRepeatable = facts.method === 'GET';
  }

  /** A redirect is the answer: it is not followed to a server that nobody has allowed. */
  override async run(input: ToolInput, context: ToolContext, effectId: string): Promise<unknown> {
    const { method, headers, allowedHosts, timeoutMs } = this.facts;
    const { url, rest } = this.addressed(input);
    if (!allowedHosts.includes(new URL(url).hostname))
      throw outboundRefused('its server is not one of those allowed');
    const secrets = this.secrets();
    const hasBody = method !== 'GET' && method !== 'DELETE' && Object.keys(rest).length > 0;
    const answer = await this.http.request({
      ...{ method, url, signal: context.signal, beyondLimit: 'cut' },
      headers: {
        accept: 'application/json, text/*;q=0.9',
        ...(hasBody && { 'content-type': 'application/json' }),
        // A receiver that keeps such keys makes nothing twice, whatever came in between.
        ...(method !== 'GET' && { 'idempotency-key': effectId }),
        ...headers,
        ...secrets,
      },
      ...(hasBody && { body: JSON.stringify(rest) }),
      limits: { bytes: MOST_BYTES, totalMs: timeoutMs, redirects: 0 },
    });
    return presentable(shown(answer), secretsIn(secrets));
  }

  /** What has no place in the address goes into the body, or into the query where there is none. */
  private addressed(input: ToolInput): { readonly url: string; readonly rest: ToolInput } {
    const filled = fillTemplate(this.facts.url, input);
    if (this.facts.method !== 'GET' && this.facts.method !== 'DELETE') return filled;
    const url = new URL(filled.url);
    for (const [name, value] of Object.entries(filled.rest))
      url.searchParams.append(name, typeof value === 'string' ? value : JSON.stringify(value));
    return { url: url.href, rest: {} };
  }
}

/** Never the headers: they are the server's own business, and may hold what opens it. */
function shown({ status, contentType, bytes }: OutboundAnswer): unknown {
  const text = bytes.toString('utf8');
  return { status, body: /\bjson$/.test(contentType ?? '') ? parsedOrText(text) : text };
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** As they were given, and without the word that says what they are. */
function secretsIn(headers: Headers): string[] {
  return Object.values(headers).flatMap((value) => [value, value.replace(/^(?:Bearer|Basic)\s+/i, '')]);
}
