import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers, Problems } from '../../src/platform/http/document-route';
import { Email, JsonObject, ListOf, OneOf, Text, Whole } from '../../src/platform/http/fields';
import { Idempotent } from '../../src/platform/http/idempotency/idempotent';
import { PageQuery, pageOf } from '../../src/platform/http/page';
import { Shown } from '../../src/platform/http/view-fields';
import { Public } from '../../src/platform/security/public';
import { Roles } from '../../src/platform/security/roles';
import { type SmallApp, startSmallApp } from '../support/small-app';

class Line {
  @Text({ max: 80, example: 'tea' })
  what!: string;
}

class NewOrder {
  @Email()
  email!: string;

  @ListOf(() => Line, { min: 1, max: 5 })
  lines!: Line[];

  @OneOf(['low', 'high'], { optional: true })
  priority?: string;

  @Whole({ min: 1, max: 9, optional: true, nullable: true, example: 2 })
  table?: number | null;

  @JsonObject({ maxBytes: 100, optional: true, example: { room: 'north' } })
  metadata?: object;
}

class OrderView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' })
  id!: string;

  @Shown({ example: 'hot', nullable: true })
  note!: string | null;

  @Shown({ type: Line, isArray: true })
  lines!: Line[];

  @Shown({ example: '2026-11-21T10:00:00.000Z' })
  createdAt!: string;
}

@ApiTags('Knowledge')
@Controller('orders')
class OrdersController {
  @Post()
  @Roles('owner', 'member')
  @Idempotent()
  @Answers(201, OrderView)
  create(@Body() order: NewOrder) {
    return order;
  }

  @Get()
  @Roles('owner')
  @Answers(200, pageOf(OrderView))
  list(@Query() query: PageQuery) {
    return query;
  }

  @Get('menu')
  @Public()
  @Answers(200, [OrderView])
  menu() {
    return [];
  }

  @Delete(':id')
  @Roles('admin')
  @Answers(204)
  @Problems('not_found')
  remove(@Param('id') id: string) {
    return id;
  }
}

type Json = Record<string, unknown>;
interface Operation extends Json {
  readonly parameters: { name?: string; $ref?: string; schema?: unknown }[];
  readonly responses: Record<string, { content?: Record<string, { schema: Json }> }>;
  readonly description: string;
  readonly security?: unknown;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    schemas: Record<string, { properties: Json; required?: string[] }>;
    parameters: Json;
  };
}

let small: SmallApp;
let document: OpenApi;
beforeAll(async () => {
  small = await startSmallApp({ controllers: [OrdersController] });
  document = (await (await fetch(`${small.url}/docs/openapi.json`)).json()) as OpenApi;
});
afterAll(() => small.stop());

const operation = (method: string, path: string) => document.paths[`/api/v1${path}`]![method]!;

describe('the OpenAPI document', () => {
  it('is of version 3.1 and says null the way that version does', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(JSON.stringify(document)).not.toContain('"nullable"');
    expect(document.components.schemas.NewOrder!.properties.table).toMatchObject({
      type: ['integer', 'null'],
      maximum: 9,
    });
    expect(document.components.schemas.OrderView!.properties.note).toMatchObject({
      type: ['string', 'null'],
    });
  });

  it('has the limits, formats and examples of the fields', () => {
    const { properties, required } = document.components.schemas.NewOrder!;
    expect(required).toEqual(['email', 'lines']);
    expect(properties).toMatchObject({
      email: { type: 'string', format: 'email', maxLength: 254, example: 'ada@example.com' },
      lines: { type: 'array', minItems: 1, maxItems: 5, items: { $ref: '#/components/schemas/Line' } },
      priority: { type: 'string', enum: ['low', 'high'] },
      metadata: { type: 'object', additionalProperties: true, example: { room: 'north' } },
    });
    expect(document.components.schemas.OrderView!.properties).toMatchObject({
      id: { type: 'string', format: 'uuid' },
      createdAt: { type: 'string', format: 'date-time' },
    });
  });

  it('has every status that a route can answer with, problems as problem documents', () => {
    const { responses } = operation('post', '/orders');
    expect(Object.keys(responses)).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '409', '413', '415', '422', '429', '500', '503']),
    );
    for (const [status, { content }] of Object.entries(responses)) {
      const type = Number(status) < 400 ? 'application/json' : 'application/problem+json';
      expect([status, Object.keys(content!)]).toEqual([status, [type]]);
    }
    expect(Object.keys(operation('get', '/orders/menu').responses)).toEqual([
      '200',
      '403',
      '429',
      '500',
      '503',
    ]);
    expect(Object.keys(operation('delete', '/orders/{id}').responses)).toEqual(
      expect.arrayContaining(['204', '404']),
    );
  });

  it('states the roles of a route, and the workspace header where there is a workspace', () => {
    const create = operation('post', '/orders');
    expect(create.description).toContain('Roles: owner, member.');
    expect(create.security).toEqual(expect.arrayContaining([{ bearer: [] }]));
    expect(create.parameters).toContainEqual({ $ref: '#/components/parameters/WorkspaceId' });
    expect(create.parameters.map(({ name }) => name)).toContain('Idempotency-Key');
    const menu = operation('get', '/orders/menu');
    expect([menu.description, menu.security, menu.parameters]).toEqual(['Open to everybody.', undefined, []]);
  });

  it('describes pages and ids in paths', () => {
    expect(operation('get', '/orders').responses['200']!.content!['application/json']!.schema).toEqual({
      $ref: '#/components/schemas/OrderPage',
    });
    expect(document.components.schemas.OrderPage!.properties).toMatchObject({
      data: { type: 'array', items: { $ref: '#/components/schemas/OrderView' } },
      nextCursor: { type: ['string', 'null'] },
    });
    expect(operation('delete', '/orders/{id}').parameters[0]).toMatchObject({
      name: 'id',
      schema: { format: 'uuid' },
    });
  });

  it('points to nothing that is not there', () => {
    const missing = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]*)"/g)].filter(
      ([, kind, name]) => !(name! in ((document.components as unknown as Record<string, Json>)[kind!] ?? {})),
    );
    expect(missing).toEqual([]);
  });
});

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.text();
  return response.status;
}

describe('Swagger UI', () => {
  it('is served with a policy that lets its own scripts run, and no other route has it', async () => {
    const page = await fetch(`${small.url}/docs`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]*src=)[^>]*>\s*\S/);
    for (const [, source] of html.matchAll(/<script[^>]*src="([^"]+)"/g)) {
      const script = await fetch(new URL(source!, `${small.url}/`));
      expect([source, script.status, (await script.text()).length > 0]).toEqual([source, 200, true]);
    }
    const api = await fetch(`${small.url}/api/v1/orders/menu`);
    expect(api.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(api.headers.get('content-security-policy')).not.toContain('script-src');
  });

  it('is off in production unless it is asked for', async () => {
    const production = (more: Record<string, string>) =>
      startSmallApp({ controllers: [OrdersController], environment: { NODE_ENV: 'production', ...more } });
    const closed = await production({});
    expect(await statusOf(`${closed.url}/docs`)).toBe(404);
    expect(await statusOf(`${closed.url}/docs/openapi.json`)).toBe(404);
    await closed.stop();
    const open = await production({ DOCS_ENABLED: 'true' });
    expect(await statusOf(`${open.url}/docs/openapi.json`)).toBe(200);
    await open.stop();
  });
});
