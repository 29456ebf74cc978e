import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { Settings } from '../../../../../config/settings';
import { DomainError } from '../../../../kernel/domain-error';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * A page may bind its own name to our address and so be of one origin with us, in a browser's eyes. So no page is
 * believed because of the host that it names, but on the machine itself: its origin must be known.
 */
@Injectable()
export class KnownOriginsGuard implements CanActivate {
  private readonly known: ReadonlySet<string>;

  constructor({ http, mail }: Settings) {
    this.known = new Set([...http.corsOrigins, ...(mail.publicUrl ? [new URL(mail.publicUrl).origin] : [])]);
  }

  canActivate(context: ExecutionContext): boolean {
    const { origin, host } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    if (origin === undefined || this.known.has(origin) || isLocal(origin, host)) return true;
    throw new DomainError({
      kind: 'forbidden',
      code: 'origin_refused',
      detail: 'Pages of this origin may not speak to this server: CORS_ORIGINS has to name it.',
    });
  }
}

function isLocal(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host && LOOPBACK.test(page.hostname);
}
