import { Injectable } from '@nestjs/common';
import { DataHolder, type WorkspaceTable } from '../../../platform/data-rights/data-holder';
import { VectorIndex } from '../domain/vector-index';
import { WorkspaceIndexes } from './search/workspace-indexes';

@Injectable()
export class KnowledgeDataHolder extends DataHolder {
  readonly context = 'knowledge';
  override readonly workspaceTables: readonly WorkspaceTable[] = [
    {
      name: 'knowledge.chunks',
      key: ['id'],
      exported: [
        'id',
        'document_id',
        'version',
        'ordinal',
        'heading',
        'text',
        'start_offset',
        'end_offset',
        'tokens',
      ],
    },
    { name: 'knowledge.embeddings', key: ['model', 'content_hash'] },
    {
      name: 'knowledge.settings',
      key: ['workspace_id'],
      exported: ['chunking', 'retrieval', 'embedding_model'],
    },
    {
      name: 'knowledge.reindexings',
      key: ['id'],
      exported: [
        ...['id', 'from_model', 'to_model', 'flips', 'status', 'total', 'embedded', 'report', 'error'],
        ...['requested_by', 'created_at', 'updated_at', 'finished_at'],
      ],
    },
    {
      name: 'knowledge.files',
      key: ['id'],
      exported: ['id', 'name', 'media_type', 'content', 'created_by', 'created_at'],
      rowsPerPage: 1,
      rowsPerDeletion: 20,
    },
    {
      name: 'knowledge.documents',
      key: ['id'],
      exported: [
        ...[
          'id',
          'ingestion_id',
          'title',
          'url',
          'external_id',
          'metadata',
          'content',
          'version',
          'chunking',
        ],
        ...[
          'priority',
          'status',
          'chunk_count',
          'error',
          'created_by',
          'created_at',
          'updated_at',
          'deleted_at',
        ],
      ],
      rowsPerPage: 20,
    },
    {
      name: 'knowledge.ingestions',
      key: ['id'],
      exported: ['id', 'total', 'skipped', 'created_by', 'created_at'],
    },
  ];

  constructor(
    private readonly indexes: WorkspaceIndexes,
    private readonly vectors: VectorIndex,
  ) {
    super();
  }

  /** In other processes an index that nobody searches any more is dropped within minutes. */
  override forgetWorkspace(workspaceId: string): Promise<void> {
    this.indexes.forget(workspaceId);
    return this.vectors.forgetWorkspace(workspaceId);
  }
}
