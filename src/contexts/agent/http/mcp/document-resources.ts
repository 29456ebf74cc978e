import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ListReadableDocuments } from '../../../knowledge/contracts/list-readable-documents.query';
import { ReadDocument } from '../../../knowledge/contracts/read-document.query';
import { DOCUMENT_TEMPLATE, documentIdIn, documentUri } from './document-uri';
import { type McpCaller } from './mcp-caller';
import { resourceNotFound, rpcFailure } from './rpc-failure';

const PAGE = 100;
const TEXT_TYPE = 'text/markdown';

/** The workspace's documents, as far as access lists let the caller read them. */
@Injectable()
export class DocumentResources {
  readonly scope = 'knowledge:read';
  readonly templates = [
    {
      uriTemplate: DOCUMENT_TEMPLATE,
      name: 'document',
      title: 'A document of the workspace',
      description: 'Its whole text. The search names the ids.',
      mimeType: TEXT_TYPE,
    },
  ];

  constructor(private readonly queries: QueryBus) {}

  async list({ workspaceId, caller }: McpCaller, cursor: string | undefined) {
    const asked = new ListReadableDocuments(workspaceId, caller.readers, { limit: PAGE, cursor });
    const { documents, nextCursor } = await this.queries.execute(asked).catch(refuse);
    const resources = documents.map(({ id, title, url, updatedAt }) => ({
      uri: documentUri(id),
      name: title,
      title,
      ...(url && { description: url }),
      mimeType: TEXT_TYPE,
      annotations: { lastModified: updatedAt.toISOString() },
    }));
    return { resources, ...(nextCursor && { nextCursor }) };
  }

  async read({ workspaceId, caller }: McpCaller, uri: string) {
    const id = documentIdIn(uri);
    const asked = id && new ReadDocument(workspaceId, id, caller.readers);
    const document = asked && (await this.queries.execute(asked).catch(refuse));
    if (!document) throw resourceNotFound(uri);
    return { contents: [{ uri, mimeType: TEXT_TYPE, text: document.text }] };
  }
}

function refuse(error: unknown): never {
  throw rpcFailure(error);
}
