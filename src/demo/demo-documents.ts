/** What the demo workspace knows: Parley, in the words of its own documentation. */
export const DEMO_DOCUMENTS = [
  {
    title: 'What Parley is',
    url: 'https://parley.example/docs/what-it-is',
    content: `# What Parley is

Parley is a multi-tenant AI agent platform. A company signs up, gets a workspace, hands over its documents, connects its channels, and its agents answer customers with cited sources.

## Who uses it

API consumers use the versioned REST API under /api/v1. Administrators use Swagger UI. Workers process queues. Operators watch health probes, metrics and the dead letter queue.

## How to start it

Type npm start in a fresh clone. It installs, builds, starts an embedded PostgreSQL, migrates the database and starts the API and the worker in one process. No Docker, Redis or API key is needed.`,
  },
  {
    title: 'Tenants and security',
    url: 'https://parley.example/docs/security',
    content: `# Tenants and security

## How tenants are kept apart

Parley keeps tenants apart with two walls. The first wall is the workspace id, which is the first argument of every command and query. The second wall is row-level security in PostgreSQL, forced on every workspace table, so that a forgotten WHERE shows nothing.

## Database roles

The application's database role owns no table. Migrations run as the owner. The outbox relay sees events and deliveries, and no tenant's data.

## Sign-in

Access tokens last 15 minutes. Refresh tokens last 7 days and work once. When a used refresh token is used again, the whole session is revoked, because somebody may have stolen it.

## Passwords

Passwords are hashed with bcrypt at cost 12 over a keyed pre-hash. A password needs at least 15 characters; there are no rules about digits or symbols.`,
  },
  {
    title: 'Reliability',
    url: 'https://parley.example/docs/reliability',
    content: `# Reliability

## What happens when a process is killed

Nothing that was accepted is lost when a process is killed. Every change is written together with its events in one transaction, and a relay delivers the events after a restart. Jobs that were running are found and started again within seconds.

## The outbox

The outbox is a table of events. Rows are claimed with SKIP LOCKED, delivered at least once to every reaction, and retried with growing delays. After eight attempts a delivery becomes a dead letter that an operator can retry.

## Dead letters

The dead letter queue shows everything that could not be done: jobs that failed for good and reactions that failed too often. Operators list them at /api/v1/admin/dlq, retry them or discard them.

## Idempotency

Send an Idempotency-Key header with a POST to make a retry safe. The same key and body replay the first answer for 24 hours. The same key with another body is refused.`,
  },
  {
    title: 'Documents and answers',
    url: 'https://parley.example/docs/answers',
    content: `# Documents and answers

## How to add documents

Post documents to /api/v1/agents/customer-service/ingest. The answer is an ingestion id; ask /api/v1/knowledge/ingestions/:id for the progress. Each document is split at its headings into chunks, embedded and stored.

## How search works

Search is hybrid. A keyword leg ranks by BM25, a vector leg compares embeddings, and both are fused by reciprocal rank.

## How an answer is made

The agent looks up the question in the documents and asks a chain of planners. A language model answers first when one is configured. The rule planner always answers last: it quotes the best matching sentences of the documents and cites them.

## Which models can be used

Set OPENAI_API_KEY to answer with a language model. OPENAI_BASE_URL points to any OpenAI-compatible server, such as Ollama or vLLM. Without a key, Parley answers in the documents' own words and uses a local embedder.`,
  },
] as const;
