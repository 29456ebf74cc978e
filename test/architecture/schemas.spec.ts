import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CONTEXTS = join(__dirname, '../../src/contexts');
const contexts = readdirSync(CONTEXTS);

function sqlOf(context: string): { file: string; text: string }[] {
  return readdirSync(join(CONTEXTS, context), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const source = readFileSync(join(CONTEXTS, context, file), 'utf8');
      return [...source.matchAll(/sql`([\s\S]*?)`/g)].map((match) => ({
        file: `${context}/${file}`,
        text: match[1]!,
      }));
    });
}

/** Names after FROM, JOIN, INTO and UPDATE that carry a schema. */
function schemasIn(text: string): string[] {
  return [...text.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)\.[a-z_]+/gi)].map((match) => match[1]!);
}

describe('the SQL of a context', () => {
  it('finds the statements that it is meant to check', () => {
    expect(sqlOf('conversation').length).toBeGreaterThan(3);
    expect(schemasIn('SELECT 1 FROM agent.runs JOIN tenancy.members ON true')).toEqual(['agent', 'tenancy']);
  });

  it.each(contexts)('%s names no schema but its own and the platform’s', (context) => {
    const foreign = sqlOf(context).flatMap(({ file, text }) =>
      schemasIn(text)
        .filter((schema) => schema !== context && schema !== 'platform')
        .map((schema) => `${file} reads ${schema}`),
    );
    expect(foreign).toEqual([]);
  });
});
