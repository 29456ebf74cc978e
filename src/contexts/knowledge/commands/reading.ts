import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { type Document } from '../domain/document';
import { Documents } from '../domain/documents';
import { Downloads } from '../domain/downloads';
import { Files } from '../domain/files';
import { DocumentParser, type UploadedFile } from '../domain/parsing/document-parser';
import { type LeaseHolder } from './lease-holder';

/** From a file or an address to a text, which is kept: an attempt that follows need not read again. */
@Injectable()
export class Reading {
  constructor(
    private readonly documents: Documents,
    private readonly files: Files,
    private readonly downloads: Downloads,
    private readonly parser: DocumentParser,
    private readonly faults: FaultPoints,
  ) {}

  async read(document: Document, lease: LeaseHolder): Promise<void> {
    const file = await this.fileOf(document, lease);
    lease.enter('parsing');
    const parsed = await this.parser.parse(file, lease.signal);
    await this.faults.reach('K7 parsed');
    const { title, titleIsGiven } = document.state;
    await this.documents.saveText(
      document,
      parsed,
      titleIsGiven ? title : (parsed.properties.title ?? title),
    );
  }

  private async fileOf({ state }: Document, lease: LeaseHolder): Promise<UploadedFile> {
    const { workspaceId, fileId, sourceUrl } = state;
    if (state.source === 'url' && sourceUrl !== null) {
      lease.enter('fetching');
      return this.downloads.fetch(workspaceId, sourceUrl, lease.signal);
    }
    const file = fileId && (await this.files.find(workspaceId, fileId));
    if (file) return file;
    throw new DomainError({
      kind: 'unprocessable',
      code: 'file_missing',
      detail: 'The file of this document is not there any more. Upload it again.',
    });
  }
}
