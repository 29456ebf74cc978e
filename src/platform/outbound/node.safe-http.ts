import { Injectable } from '@nestjs/common';
import { type IncomingMessage } from 'node:http';
import { readBody } from './answer-body';
import { checkedLookup } from './checked-lookup';
import { withDeadline } from './deadline';
import { type Hop, nextHop } from './hop';
import { HostResolver } from './host-resolver';
import { mediaTypeOf, requireType } from './media-type';
import { openExchange } from './open-exchange';
import { outboundRefused, outboundTimeout, toOutboundError } from './outbound-errors';
import { outboundHeaders } from './outbound-headers';
import { OutboundTargets } from './outbound-targets';
import {
  OUTBOUND_LIMITS,
  type OutboundAnswer,
  type OutboundLimits,
  type OutboundRequest,
  SAFE_HEADERS,
  SafeHttp,
} from './safe-http';

const NO_BODY = new Set([204, 304]);

@Injectable()
export class NodeSafeHttp extends SafeHttp {
  constructor(
    private readonly targets: OutboundTargets,
    private readonly resolver: HostResolver,
  ) {
    super();
  }

  check(url: string): void {
    this.targets.parse(url);
  }

  async request(request: OutboundRequest): Promise<OutboundAnswer> {
    const limits = strictest(request.limits);
    return withDeadline(limits.totalMs, outboundTimeout, request.signal, (signal) =>
      this.follow(request, limits, signal).catch((error: unknown) => {
        throw toOutboundError(error);
      }),
    );
  }

  private async follow(
    request: OutboundRequest,
    limits: OutboundLimits,
    signal: AbortSignal,
  ): Promise<OutboundAnswer> {
    const { method, body } = request;
    let hop: Hop = {
      url: this.targets.parse(request.url),
      method,
      headers: outboundHeaders(request.headers),
      body,
    };
    for (let left = limits.redirects; ; left--) {
      const lookup = checkedLookup(this.resolver, this.targets, hop.url);
      const response = await openExchange(hop, { lookup, signal, connectMs: limits.connectMs });
      try {
        const next = limits.redirects > 0 ? nextHop(hop, response, request, this.targets) : null;
        if (!next) return await answerOf(hop, response, request, limits);
        if (left === 0) throw outboundRefused('it redirects too often');
        hop = next;
      } finally {
        response.destroy();
      }
    }
  }
}

async function answerOf(
  { url, method }: Hop,
  response: IncomingMessage,
  { accepts, beyondLimit = 'refuse' }: OutboundRequest,
  { bytes }: OutboundLimits,
): Promise<OutboundAnswer> {
  const { statusCode: status = 0, headers } = response;
  const { contentType, charset } = mediaTypeOf(headers['content-type']);
  const hasBody = method !== 'HEAD' && !NO_BODY.has(status) && headers['content-length'] !== '0';
  if (accepts && status >= 200 && status < 300) requireType(contentType, accepts);
  const shown = SAFE_HEADERS.flatMap((name) => (headers[name] ? [[name, headers[name]]] : []));
  return {
    status,
    contentType,
    charset,
    headers: Object.fromEntries(shown) as OutboundAnswer['headers'],
    bytes: hasBody ? await readBody(response, { bytes, beyondLimit }) : Buffer.alloc(0),
    finalUrl: url.href,
  };
}

function strictest(wanted: Partial<OutboundLimits> = {}): OutboundLimits {
  const most = OUTBOUND_LIMITS;
  return {
    connectMs: Math.min(wanted.connectMs ?? most.connectMs, most.connectMs),
    totalMs: Math.min(wanted.totalMs ?? most.totalMs, most.totalMs),
    bytes: Math.min(wanted.bytes ?? most.bytes, most.bytes),
    redirects: Math.min(wanted.redirects ?? most.redirects, most.redirects),
  };
}
