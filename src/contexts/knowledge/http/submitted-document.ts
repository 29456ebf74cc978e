import { type StartIngestion } from '../commands/start-ingestion.command';
import { type SubmittedDocumentBody } from './ingest.dto';

type SubmittedDocument = StartIngestion['submission']['documents'][number];

export function submittedDocument(body: SubmittedDocumentBody): SubmittedDocument {
  const { title, content, url = null, externalId = null, metadata = {} } = body;
  return { title, content, url, externalId, metadata };
}
