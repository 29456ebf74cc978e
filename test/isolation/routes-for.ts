import { type Route } from '../support/routes';
import { type Tenant } from './tenant';

const PARAMETER = /:(\w+)/g;

/** Paths of the route that name the victim's things, in every mixture with the caller's own workspace. */
export function foreignPaths({ path, workspaceParameter }: Route, caller: Tenant, victim: Tenant): string[] {
  const names = [...path.matchAll(PARAMETER)].map(([, name]) => name!).filter((name) => name !== 'slug');
  if (names.length === 0) return [];
  const theirs = Object.values(victim.ids).map((id) => filled(path, () => id));
  const fitting = filled(path, (name) => ownName(path, name, victim));
  const inside = names.length > 1 && workspaceParameter;
  const smuggled = inside
    ? [
        filled(path, (name) =>
          name === workspaceParameter ? caller.workspaceId : ownName(path, name, victim),
        ),
      ]
    : [];
  return [...new Set([fitting, ...smuggled, ...theirs])];
}

/** The same paths with ids that nobody has. */
export function withoutMeaning(path: string, known: readonly string[], nobodys: string): string {
  return known.reduce((text, id) => text.replaceAll(id, nobodys), path);
}

/** The path to what the tenant has itself, or null where there is no such thing. */
export function ownPath({ path }: Route, tenant: Tenant): string | null {
  const names = [...path.matchAll(PARAMETER)].map(([, name]) => name!).filter((name) => name !== 'slug');
  if (names.some((name) => !idFor(path, name, tenant))) return null;
  return filled(path, (name) => idFor(path, name, tenant)!);
}

function filled(path: string, idOf: (name: string) => string): string {
  return path.replace(PARAMETER, (_, name: string) => (name === 'slug' ? 'customer-service' : idOf(name)));
}

function ownName(path: string, name: string, tenant: Tenant): string {
  return idFor(path, name, tenant) ?? tenant.workspaceId;
}

/** `:keyId` by its name, `:id` by the path in front of it. */
function idFor(path: string, name: string, { ids }: Tenant): string | undefined {
  return name === 'id' ? ids[path.slice(0, path.indexOf('/:id'))] : ids[name];
}
