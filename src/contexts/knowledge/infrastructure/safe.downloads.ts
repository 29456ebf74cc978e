import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error';
import { SafeHttp } from '../../../platform/outbound/safe-http';
import { Downloads } from '../domain/downloads';
import { type UploadedFile } from '../domain/parsing/document-parser';

/** By the one way out that reaches public addresses only. */
@Injectable()
export class SafeDownloads extends Downloads {
  constructor(private readonly http: SafeHttp) {
    super();
  }

  async fetch(_workspaceId: string, url: string, signal: AbortSignal): Promise<UploadedFile> {
    const { status, contentType, bytes, finalUrl } = await this.http.request({ method: 'GET', url, signal });
    if (status !== 200) throw refusal(status);
    return { name: lastPartOf(finalUrl), declaredType: contentType, bytes };
  }
}

function refusal(status: number): DomainError {
  const isPassing = status === 429 || status >= 500;
  return new DomainError({
    kind: isPassing ? 'unavailable' : 'unprocessable',
    code: 'download_refused',
    detail: `The address answered with status ${status}, and not with a document.`,
    ...(isPassing && { retryAfterSeconds: 30 }),
  });
}

function lastPartOf(url: string): string | null {
  return new URL(url).pathname.split('/').findLast((part) => part !== '') ?? null;
}
