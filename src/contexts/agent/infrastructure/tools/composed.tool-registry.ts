import { Injectable } from '@nestjs/common';
import { type Tool, ToolRegistry } from '../../domain/tool-registry';

/** Where tools come from besides those that everybody has. */
export abstract class ToolSource {
  abstract find(workspaceId: string, names: readonly string[]): Promise<readonly Tool[]>;
}

@Injectable()
export class ComposedToolRegistry extends ToolRegistry {
  private readonly ours: ReadonlyMap<string, Tool>;

  constructor(
    builtIn: readonly Tool[],
    private readonly sources: readonly ToolSource[],
  ) {
    super();
    this.ours = new Map(builtIn.map((tool) => [tool.definition.name, tool]));
  }

  builtIn(): readonly Tool[] {
    return [...this.ours.values()];
  }

  /** Ours go first: nobody can put a tool of their own in the place of one of ours. */
  async find(workspaceId: string, names: readonly string[]): Promise<readonly Tool[]> {
    const others = names.filter((name) => !this.ours.has(name));
    const found = others.length > 0 ? await this.ask(workspaceId, others) : [];
    const byName = new Map([...found, ...this.ours.values()].map((tool) => [tool.definition.name, tool]));
    return [...new Set(names)].flatMap((name) => byName.get(name) ?? []);
  }

  private async ask(workspaceId: string, names: readonly string[]): Promise<readonly Tool[]> {
    return (await Promise.all(this.sources.map((source) => source.find(workspaceId, names)))).flat();
  }
}
