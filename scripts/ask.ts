import 'reflect-metadata';
import { seedDemo } from '../src/demo/seed-demo';
import { endWith, withServer } from './demo-server';

interface Reply {
  readonly reply: string;
  readonly planner: string;
  readonly confidence: number;
  readonly sources: readonly {
    readonly title: string;
    readonly url: string | null;
    readonly score: number;
  }[];
}

const question = process.argv.slice(2).join(' ').trim();

async function ask(url: string, dataDirectory: string): Promise<void> {
  const { accessToken } = await seedDemo(url, dataDirectory);
  const response = await fetch(`${url}/api/v1/agents/customer-service/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ message: question }),
  });
  if (!response.ok) throw new Error(`The agent could not be asked: ${await response.text()}`);
  print((await response.json()) as Reply);
}

function print({ reply, planner, confidence, sources }: Reply): void {
  const cited = sources.map(
    ({ title, url, score }, i) => `  [${i + 1}] ${title}  ${url ?? ''}  ${score.toFixed(2)}`,
  );
  const lines = [reply, '', ...(cited.length > 0 ? ['Sources', ...cited] : ['No sources']), ''];
  process.stdout.write(`\n${lines.join('\n')}\nPlanner ${planner}, confidence ${confidence.toFixed(2)}\n`);
}

if (question) endWith(withServer((url, settings) => ask(url, settings.dataDirectory)));
else endWith(Promise.reject(new Error('Ask something: npm run ask -- "How do I add documents?"')));
