import { type FastifyInstance } from 'fastify';

interface KnownPath {
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

/** Which methods a path knows, so that the wrong verb on a right path is told apart from a wrong path. */
export class AllowedMethods {
  private readonly byLength = new Map<number, Map<string, KnownPath>>();

  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', ({ url, method }) => this.add(url, [method].flat()));
  }

  of(path: string): string[] {
    const segments = path.split('/');
    const methods = new Set<string>();
    for (const known of this.byLength.get(segments.length)?.values() ?? []) {
      if (matches(known.segments, segments)) known.methods.forEach((method) => methods.add(method));
    }
    return [...methods].sort();
  }

  private add(url: string, methods: readonly string[]): void {
    const segments = url.split('/');
    const paths = this.byLength.get(segments.length) ?? new Map<string, KnownPath>();
    const path = paths.get(url) ?? { segments, methods: new Set<string>() };
    methods.forEach((method) => path.methods.add(method));
    this.byLength.set(segments.length, paths.set(url, path));
  }
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.every((part, i) => (part.startsWith(':') ? segments[i] !== '' : part === segments[i]));
}
