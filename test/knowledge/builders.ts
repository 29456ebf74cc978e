import { type StartIngestion } from '../../src/contexts/knowledge/commands/start-ingestion.command';
import { Document, type DocumentState } from '../../src/contexts/knowledge/domain/document';
import { type SubmittedDocument } from '../../src/contexts/knowledge/domain/submission';
import { uuidv7 } from '../../src/kernel/ids';

export function textDocument(
  content: string,
  more: Partial<Omit<SubmittedDocument, 'source'>> = {},
): SubmittedDocument {
  const described = { title: 'Untitled', titleIsGiven: true, url: null, externalId: null, metadata: {} };
  return { ...described, access: null, ...more, source: 'text', content };
}

interface SubmissionParts {
  ingestionId?: string;
  texts?: readonly string[];
  documents?: readonly SubmittedDocument[];
}

export function submission({
  ingestionId = uuidv7(),
  texts = [],
  documents,
}: SubmissionParts): StartIngestion['submission'] {
  return {
    ingestionId,
    submittedBy: null,
    priority: 'normal',
    chunking: {},
    webhookUrl: null,
    documents: documents ?? texts.map((text) => textDocument(text)),
  };
}

export function document(more: Partial<DocumentState> = {}, version = 2): Document {
  return Document.restore(
    {
      id: '01938f3a-0000-7000-8000-00000000000d',
      workspaceId: '01938f3a-0000-7000-8000-000000000001',
      ingestionId: '01938f3a-0000-7000-8000-00000000000e',
      title: 'Guide',
      titleIsGiven: true,
      source: 'text',
      fileId: null,
      sourceUrl: null,
      pageStarts: null,
      language: null,
      liveVersion: null,
      access: null,
      tellsProgress: false,
      content: 'Some text.',
      contentVersion: 1,
      chunking: { strategy: 'structure', maxTokens: 350, overlapTokens: 0 },
      priority: 'normal',
      status: 'processing',
      attempts: 1,
      chunkCount: 0,
      problem: null,
      ...more,
    },
    version,
  );
}
