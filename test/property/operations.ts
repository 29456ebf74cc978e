export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** As much of JSON Schema as our document uses; a reference stands alone or in `allOf`. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly enum?: readonly Json[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly example?: Json;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema?: Schema;
}

export interface Operation {
  /** Such as "POST /auth/login". */
  readonly name: string;
  readonly method: string;
  /** With its prefix, and `{id}` for a parameter. */
  readonly path: string;
  readonly roles: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
}

interface Described {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly 'x-roles'?: readonly string[];
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

/** Every operation of the document, with its references followed as far as the first level. */
export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      name: `${method.toUpperCase()} ${path.replace('/api/v1', '')}`,
      method: method.toUpperCase(),
      path,
      roles: described['x-roles'] ?? [],
      parameters: (described.parameters ?? []).map((one) =>
        '$ref' in one ? document.components.parameters[nameIn(one.$ref)]! : one,
      ),
      body: bodyOf(described),
    })),
  );
}

/** The schema itself where it is only pointed to. */
export function resolved(document: OpenApi, schema: Schema): Schema {
  const pointer = schema.$ref ?? schema.allOf?.find(({ $ref }) => $ref)?.$ref;
  if (!pointer) return schema;
  return { ...document.components.schemas[nameIn(pointer)], ...schema, $ref: undefined, allOf: undefined };
}

export function typeOf(schema: Schema): string {
  if (schema.type === undefined) return schema.properties ? 'object' : 'any';
  return typeof schema.type === 'string' ? schema.type : (schema.type.find((one) => one !== 'null') ?? 'any');
}

export function mayBeNull({ nullable, type }: Schema): boolean {
  return nullable === true || (Array.isArray(type) && type.includes('null'));
}

function bodyOf({ requestBody }: Described): Schema | null {
  return requestBody?.content['application/json']?.schema ?? null;
}

function nameIn(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}
