const LONGEST = 40;

/** Readable from the name, unique by the random end of the id: nobody learns which names are taken. */
export function slugFor(name: string, id: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  return `${words || 'workspace'}-${id.slice(-12)}`;
}
