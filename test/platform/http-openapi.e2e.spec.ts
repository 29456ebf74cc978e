import { MEMBER_ROLES } from '../../src/contexts/tenancy/contracts/member-role';
import { TAGS } from '../../src/platform/http/openapi/tags';
import { startTestApp, type TestApp } from '../support/app';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Record<string, Record<string, unknown>>;
}
interface Operation {
  readonly tags?: string[];
  readonly 'x-roles'?: string[];
  readonly responses: Record<string, { content?: Record<string, { schema?: Schema }> }>;
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: Record<string, Record<string, Schema>>;
}

let app: TestApp;
let document: Document;
let operations: [route: string, operation: Operation][];
beforeAll(async () => {
  app = await startTestApp();
  document = (await app.http<Document>('GET', '/docs/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method} ${path}`,
      operation,
    ]),
  );
});
afterAll(() => app.stop());

const routesWhere = (wrong: (operation: Operation) => boolean) =>
  operations.filter(([, operation]) => wrong(operation)).map(([route]) => route);

describe('the OpenAPI document of the whole application', () => {
  it('has routes of every context', () => {
    expect(operations.length).toBeGreaterThan(20);
  });

  it('states for every route who may call it', () => {
    expect(routesWhere((operation) => !operation['x-roles']?.length)).toEqual([]);
  });

  it('puts every route under a heading that is explained', () => {
    const known = new Set(TAGS.map(([name]) => name));
    expect(routesWhere(({ tags }) => !tags?.length || !tags.every((tag) => known.has(tag)))).toEqual([]);
  });

  it('describes the body of every success', () => {
    const bare = ({ responses }: Operation) =>
      Object.entries(responses).some(
        ([status, { content }]) =>
          Number(status) < 300 &&
          status !== '204' &&
          !Object.values(content ?? {}).every(({ schema }) => schema),
      );
    expect(routesWhere((operation) => bare(operation))).toEqual([]);
    const contentless = ({ responses }: Operation) =>
      Object.entries(responses).some(
        ([status, { content }]) => Number(status) < 300 && status !== '204' && !content,
      );
    expect(routesWhere((operation) => contentless(operation))).toEqual([]);
  });

  it('tells of what is refused in front of every route: blocked addresses, and workspaces that are none', () => {
    const isProbe = (route: string) => /^get \/(health|ready)$/.test(route);
    const open = operations.filter(([route, { responses }]) => !isProbe(route) && !('403' in responses));
    expect(open.map(([route]) => route)).toEqual([]);
    const isPublic = (operation: Operation) => operation['x-roles']?.includes('public');
    expect(routesWhere((operation) => !isPublic(operation) && !('400' in operation.responses))).toEqual([]);
  });

  it('shows every role that a person can have wherever it shows one', () => {
    const { schemas = {} } = document.components;
    const roles = ['TokensView', 'OnboardedView', 'MyWorkspaceView', 'MemberView'].map(
      (name) => schemas[name]?.properties?.role?.enum,
    );
    for (const choices of roles) expect(choices).toEqual(expect.arrayContaining([...MEMBER_ROLES]));
  });

  it('has an example for every field', () => {
    const without = Object.entries(document.components.schemas ?? {}).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, field]) => !('example' in field) && !JSON.stringify(field).includes('$ref'))
        .map(([field]) => `${name}.${field}`),
    );
    expect(without).toEqual([]);
  });

  it('points to nothing that is not there', () => {
    const missing = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]*)"/g)]
      .filter(([, kind, name]) => !(name! in (document.components[kind!] ?? {})))
      .map(([reference]) => reference);
    expect(missing).toEqual([]);
  });
});
