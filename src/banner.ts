import { DataSource } from 'typeorm';
import { type DemoSignIn } from './demo/seed-demo';
import { type RunningParley } from './start';

export async function printBanner({ url, runtime, app }: RunningParley, milliseconds: number): Promise<void> {
  const { settings, embeddedDatabase } = runtime;
  const [row] = await app.get(DataSource).query<{ server_version: string }[]>('SHOW server_version');
  const { llm } = settings;
  print(`Parley is ready after ${(milliseconds / 1000).toFixed(1)} s`, [
    ['API', `${url}/api/v1`],
    ['Swagger UI', settings.http.docs ? `${url}/docs` : 'off (DOCS_ENABLED=true turns it on)'],
    ['Health', `${url}/health · ${url}/ready`],
    ['Role', settings.role],
    ['Data', settings.dataDirectory],
    ['Database', `PostgreSQL ${row?.server_version}, ${embeddedDatabase ? 'embedded' : 'from DATABASE_URL'}`],
    ['Queue', `BullMQ on ${settings.redisUrl ? 'Redis' : 'PostgreSQL'}`],
    ['Rate limits', settings.redisUrl ? 'Redis' : 'in memory'],
    ['Vectors', 'PostgreSQL, exact search in memory'],
    ['Embeddings', llm.apiKey ? `${llm.embeddingModel} (OpenAI API)` : 'local-lexical-384 (local, no model)'],
    [
      'Answers',
      llm.apiKey ? `${llm.chatModel}, then rules` : 'rules: the documents’ own words (no model configured)',
    ],
    [
      'Operator key',
      settings.auth.adminKey ? 'ADMIN_KEY' : `adminKey in ${settings.dataDirectory}/secrets.json`,
    ],
  ]);
}

export function printDemo(url: string, { email, password, accessToken }: DemoSignIn): void {
  print('The demo workspace knows about Parley itself', [
    ['Sign in', `${email}  ${password}`],
    ['Ask', 'npm run ask -- "What happens when a process is killed?"'],
    [
      'With curl',
      `curl -s ${url}/api/v1/agents/customer-service/run -H 'authorization: Bearer ${accessToken}' -H 'content-type: application/json' -d '{"message":"How does Parley keep tenants apart?"}'`,
    ],
    ['', 'The token in it lasts 15 minutes; npm run seed prints a fresh one.'],
  ]);
}

function print(title: string, lines: readonly (readonly [string, string])[]): void {
  const body = lines.map(([label, value]) => `  ${label.padEnd(14)}${value}`).join('\n');
  process.stdout.write(`\n${title}\n${body}\n`);
}
