import { CUSTOMER_SERVICE } from '../../src/contexts/agent/domain/agent-profile';
import {
  type Decision,
  NO_USAGE,
  type Passage,
  type PlanRequest,
} from '../../src/contexts/agent/domain/planner';

export const aPassage = (chunkId: string, text = 'Open Settings and choose "Reset password".'): Passage => ({
  chunkId,
  documentId: `document of ${chunkId}`,
  title: 'Account guide',
  url: 'https://example.com/account',
  text,
  score: 0.8,
});

export const aRequest = (request: Partial<PlanRequest> = {}): PlanRequest => ({
  agent: CUSTOMER_SERVICE,
  companyName: 'Acme',
  question: 'How do I reset my password?',
  standalone: request.question ?? 'How do I reset my password?',
  history: [],
  summary: null,
  passages: [aPassage('a')],
  model: null,
  tools: [],
  observations: [],
  ...request,
});

export const aDecision = (decision: Partial<Decision> = {}): Decision => ({
  tool: null,
  toolInput: null,
  reply: 'Open Settings. [1]',
  reasoning: 'It is in the guide.',
  confidence: 0.8,
  citedChunkIds: [],
  usage: NO_USAGE,
  ...decision,
});
