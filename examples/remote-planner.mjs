// A planner of one's own for Parley: node examples/remote-planner.mjs, and PLANNER_URL=http://localhost:8000/plan
// It speaks docs/remote-planner.openapi.yaml: a question comes in with all that is known, one decision goes out.
import { createServer } from 'node:http';

const MOST_BYTES = 1024 * 1024;

function decide({ question, passages, tools, observations }) {
  const asksForOrder = /order\s+#?(\d+)/i.exec(question);
  const canLookUp = tools.some(({ name }) => name === 'get_order');
  if (asksForOrder && canLookUp && observations.length === 0) {
    return {
      tool: 'get_order',
      toolInput: { number: asksForOrder[1] },
      reasoning: 'The question names an order.',
    };
  }
  const [last] = observations.slice(-1);
  if (last) return { reply: `This is what I found: ${JSON.stringify(last.result)}`, confidence: 0.7 };
  const [best] = passages;
  if (!best) return { reply: 'I do not know that. Shall I bring in a person?', confidence: 0 };
  return { reply: `${best.text} [1]`, citedChunkIds: [best.chunkId], confidence: best.score };
}

async function readJson(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MOST_BYTES) throw new Error('too large');
  }
  return JSON.parse(text);
}

const server = createServer(async (request, response) => {
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (request.method !== 'POST' || request.url !== '/plan') return answer(404, { error: 'POST /plan' });
  try {
    answer(200, decide(await readJson(request)));
  } catch (error) {
    answer(400, { error: error.message });
  }
});
server.listen(Number(process.env.PORT ?? 8000), '127.0.0.1', () => console.log(server.address().port));
