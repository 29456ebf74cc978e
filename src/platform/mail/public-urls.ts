import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type AddressInfo, type Server } from 'node:net';
import { Settings } from '../../../config/settings';

const USUAL_PORT = 3000;

/** Where people reach this installation: what links in mails start with. */
@Injectable()
export class PublicUrls {
  constructor(
    private readonly settings: Settings,
    private readonly http: HttpAdapterHost,
  ) {}

  /** A page of the console. Secrets belong behind a `#`: what follows it is not sent to any server. */
  console(path: string): string {
    return `${this.base()}${path}`;
  }

  /** An address as it was told to somebody, of which our own server sees only path and query. */
  origin(pathAndQuery: string): string {
    return `${new URL(this.base()).origin}${pathAndQuery}`;
  }

  api(path: string): string {
    return `${this.base()}/api/v1${path}`;
  }

  private base(): string {
    return this.settings.mail.publicUrl ?? `http://localhost:${this.port()}`;
  }

  /** Asked for when a link is made: by then the server listens, on a port it may have found itself. */
  private port(): number {
    const server = this.http.httpAdapter?.getHttpServer() as Server | undefined;
    const address = server?.address() as AddressInfo | null | undefined;
    return address?.port ?? (this.settings.http.port || USUAL_PORT);
  }
}
