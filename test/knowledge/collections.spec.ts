import { Module } from '@nestjs/common';
import { CqrsModule, type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { CreateCollectionHandler } from '../../src/contexts/knowledge/commands/create-collection.command';
import { Embedders } from '../../src/contexts/knowledge/domain/embedders';
import { StoredVectors } from '../../src/contexts/knowledge/domain/stored-vectors';
import { CollectionsController } from '../../src/contexts/knowledge/http/collections.controller';
import { VECTOR_INDEX_PROVIDERS } from '../../src/contexts/knowledge/infrastructure/qdrant/vector-index.providers';
import { WorkspaceIndexes } from '../../src/contexts/knowledge/infrastructure/search/workspace-indexes';
import { DescribeWorkspace } from '../../src/contexts/tenancy/contracts/describe-workspace.query';
import { DataQueue } from '../../src/platform/data-rights/data-queue';
import { FakeQdrant } from '../support/fake-qdrant/fake-qdrant';
import { type SmallApp, startSmallApp } from '../support/small-app';
import { TwoModels } from './two-models';

const WORKSPACE = '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10';
const EMPTY_WORKSPACE = '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a11';
const queue = { add: jest.fn() };

@QueryHandler(DescribeWorkspace)
class KnownWorkspaces implements IQueryHandler<DescribeWorkspace> {
  execute({ workspaceId }: DescribeWorkspace) {
    const known = [WORKSPACE, EMPTY_WORKSPACE].includes(workspaceId);
    return Promise.resolve(known ? ({ id: workspaceId } as never) : null);
  }
}

const STORED: Partial<StoredVectors> = {
  modelOf: () => Promise.resolve('small-4'),
  live: (workspaceId) =>
    Promise.resolve({ chunkIds: workspaceId === WORKSPACE ? [WORKSPACE] : [], next: null }),
};

@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [CollectionsController],
  providers: [
    ...VECTOR_INDEX_PROVIDERS,
    CreateCollectionHandler,
    KnownWorkspaces,
    { provide: WorkspaceIndexes, useValue: {} },
    { provide: Embedders, useClass: TwoModels },
    { provide: StoredVectors, useValue: STORED },
    { provide: DataQueue, useValue: queue },
  ],
})
class WithCollections {}

describe('POST /admin/collections/create', () => {
  let qdrant: FakeQdrant;
  let app: SmallApp;
  beforeAll(async () => {
    qdrant = await FakeQdrant.start();
    app = await startSmallApp({ imports: [WithCollections], environment: { QDRANT_URL: qdrant.url } });
  });
  beforeEach(() => {
    qdrant.reset();
    queue.add.mockReset();
  });
  afterAll(async () => {
    await app.stop();
    await qdrant.stop();
  });

  const create = async (body: object, { url } = app) => {
    const response = await fetch(`${url}/api/v1/admin/collections/create`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const name = `workspace_${WORKSPACE}_small-4`;

  it('creates a collection that is missing, and has it filled [KN-37 TE-14]', async () => {
    expect(await create({ workspaceId: WORKSPACE })).toEqual({
      status: 201,
      body: { engine: 'qdrant', name, created: true, rebuilding: true },
    });
    expect([...qdrant.collections.keys()]).toEqual([name]);
    expect(queue.add).toHaveBeenCalledWith('rebuild-vectors', {
      subjectId: WORKSPACE,
      workspaceId: WORKSPACE,
    });
  });

  it('says so when it is there already [KN-37]', async () => {
    await create({ workspaceId: WORKSPACE });
    queue.add.mockReset();
    expect(await create({ workspaceId: WORKSPACE })).toEqual({
      status: 200,
      body: { engine: 'qdrant', name, created: false, rebuilding: false },
    });
    expect(queue.add).not.toHaveBeenCalled();
  });

  it('has nothing filled where there are no documents, or for a model that is not in use yet [KN-37]', async () => {
    const empty = await create({ workspaceId: EMPTY_WORKSPACE });
    expect(empty.body).toMatchObject({ created: true, rebuilding: false });
    const other = await create({ workspaceId: WORKSPACE, model: 'large-8' });
    expect(other).toMatchObject({
      status: 201,
      body: { name: `workspace_${WORKSPACE}_large-8`, rebuilding: false },
    });
    expect(queue.add).not.toHaveBeenCalled();
  });

  it('knows neither other workspaces nor other models', async () => {
    expect((await create({ workspaceId: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7aff' })).status).toBe(404);
    const { status, body } = await create({ workspaceId: WORKSPACE, model: 'nobody-1' });
    expect([status, body.code]).toEqual([400, 'unknown_model']);
    expect(qdrant.collections.size).toBe(0);
  });

  it('says that it cannot while Qdrant is down [Q6]', async () => {
    qdrant.mood = 'down';
    expect((await create({ workspaceId: WORKSPACE })).body).toMatchObject({
      code: 'vector_index_unavailable',
    });
  });

  it('says that there are no collections without Qdrant', async () => {
    const without = await startSmallApp({ imports: [WithCollections] });
    const answer = await create({ workspaceId: WORKSPACE }, without);
    await without.stop();
    expect(answer).toEqual({
      status: 200,
      body: { engine: 'postgres', name: null, created: false, rebuilding: false },
    });
  });
});
