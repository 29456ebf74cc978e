import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error';
import { outboundHeaders } from '../../../platform/outbound/outbound-headers';
import { SafeHttp } from '../../../platform/outbound/safe-http';
import { JsonSchemas } from '../domain/json-schemas';
import { type Headers, type HttpToolFacts } from '../domain/own-tools';
import { ToolRegistry } from '../domain/tool-registry';
import { foreignSchemaProblem } from '../domain/foreign-schema';
import { placeholdersOf, templateProblem } from '../domain/url-template';
import { nameReserved } from './own-tool-errors';

@Injectable()
export class HttpToolRules {
  constructor(
    private readonly schemas: JsonSchemas,
    private readonly http: SafeHttp,
    private readonly registry: ToolRegistry,
  ) {}

  /** Throws all that can be said against a tool before anybody uses it. */
  check(tool: HttpToolFacts, secrets: Headers): void {
    if (this.registry.builtIn().some(({ definition }) => definition.name === tool.name))
      throw nameReserved(tool.name);
    const url = templateProblem(tool.url);
    if (url) throw unusable('url', url);
    // Placeholders stand in path and query only: what fills them does not change where the address leads.
    this.http.check(tool.url.replace(/[{}]/g, '_'));
    outboundHeaders({ ...tool.headers, ...secrets });
    if (!tool.allowedHosts.includes(hostOf(tool.url)))
      throw unusable('allowedHosts', 'must have the server of the address in it');
    this.checkSchema(tool);
  }

  private checkSchema({ inputSchema, url }: HttpToolFacts): void {
    if (inputSchema.type !== 'object') throw unusable('inputSchema', 'must describe an object');
    const problem = foreignSchemaProblem(inputSchema) ?? this.schemas.schemaProblem(inputSchema);
    if (problem) throw unusable('inputSchema', problem);
    const required = (inputSchema.required ?? []) as readonly unknown[];
    const missing = placeholdersOf(url).find((name) => !required.includes(name));
    if (missing) throw unusable('inputSchema', `must require ${missing}, which the address needs`);
  }
}

/** Empty for what is no address at all. */
export function hostOf(template: string): string {
  const plain = template.replace(/[{}]/g, '_');
  return URL.canParse(plain) ? new URL(plain).hostname : '';
}

function unusable(path: string, message: string): DomainError {
  return new DomainError({
    kind: 'invalid',
    code: 'tool_unusable',
    detail: `This tool could not be used: ${path} ${message}.`,
    errors: [{ path, message }],
  });
}
