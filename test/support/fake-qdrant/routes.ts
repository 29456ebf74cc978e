import { FakeCollection } from './collection';
import { missing, QdrantFailure, wrongInput } from './failure';

type Json = Readonly<Record<string, unknown>>;

export interface QdrantCall {
  readonly method: string;
  readonly path: string;
  readonly body: Json;
}

const OF_COLLECTION = /^\/collections\/([^/]+)(\/.*)?$/;

/** What the server does, and the `result` of its answer. */
export function answerTo(
  { method, path, body }: QdrantCall,
  collections: Map<string, FakeCollection>,
): unknown {
  if (method === 'GET' && path === '/collections') {
    return { collections: [...collections.keys()].map((name) => ({ name })) };
  }
  const [, encoded, rest = ''] = OF_COLLECTION.exec(path) ?? [];
  if (encoded === undefined) throw new QdrantFailure(404, '');
  const name = decodeURIComponent(encoded);
  switch (`${method} ${rest}`) {
    case 'GET /exists':
      return { exists: collections.has(name) };
    case 'PUT ':
      return create(name, body, collections);
    case 'DELETE ':
      return collections.delete(name);
  }
  const collection = collections.get(name);
  if (!collection) throw missing(name);
  return answerOf(collection, `${method} ${rest}`, body);
}

function create(name: string, body: Json, collections: Map<string, FakeCollection>): true {
  if (collections.has(name))
    throw new QdrantFailure(409, `Wrong input: Collection \`${name}\` already exists!`);
  if (name.length > 255 || /[<>:"/\\|?*\0]/.test(name)) throw wrongInput('the collection has a bad name');
  collections.set(name, new FakeCollection(body));
  return true;
}

function answerOf(collection: FakeCollection, route: string, body: Json): unknown {
  switch (route) {
    case 'GET ':
      return collection.info;
    case 'PUT /index':
      collection.indexes.set(String(body.field_name), body.field_schema);
      return completed();
    case 'PUT /points':
      collection.upsert(body.points);
      return completed();
    case 'POST /points/delete':
      collection.delete(body);
      return completed();
    case 'POST /points/query':
      return { points: collection.query(body) };
    case 'POST /points/scroll':
      return collection.scroll(body);
    case 'POST /points/count':
      return { count: collection.count(body) };
    default:
      throw new QdrantFailure(404, '');
  }
}

const completed = (): object => ({ operation_id: 0, status: 'completed' });
