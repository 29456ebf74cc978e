import { detectIntent, type Intent, looksAmbiguous } from '../../domain/intent';
import { extractAnswer } from '../../domain/extractive-answer';
import {
  type Decision,
  NO_USAGE,
  type Passage,
  Planner,
  type PlanProgress,
  type PlanRequest,
} from '../../domain/planner';
import { doneIn } from '../../domain/run-words';

const SMALL_TALK: Readonly<Record<Exclude<Intent, 'question' | 'human'>, string>> = {
  greeting: 'Hello! Ask me anything, and I will look it up in the documents of {company}.',
  thanks: 'You are welcome. Is there anything else I can look up for you?',
  goodbye: 'Goodbye! Come back whenever you have a question.',
  help: 'I answer questions from the documents of {company} and say where each answer comes from. Just ask.',
};
const HAND_OVER =
  'I understand that you would like to speak with a person. Somebody of {company} will take over here.';
const UNKNOWN =
  'I could not find that in the documents of {company}. Could you put it in other words, or shall I bring in a person?';

const UNCLEAR = 'I am not sure what you mean. Could you tell me a little more, in a sentence or two?';

/** Always answers, without any model: small talk from a list, questions in the documents' own words, cited. */
export class RuleBasedPlanner extends Planner {
  readonly name = 'rules';

  plan(request: PlanRequest, progress: PlanProgress): Promise<Decision> {
    const decision = decide(request);
    progress.onToken?.(decision.reply);
    return Promise.resolve(decision);
  }
}

function decide(request: PlanRequest): Decision {
  const { observations } = request;
  if (observations.length > 0) return reportOn(request);
  const intent = detectIntent(request.question);
  if (intent === 'question') return answerFromDocuments(request);
  if (intent === 'human') return say(request, HAND_OVER, 'The customer asked for a person.', 0.9);
  return say(request, SMALL_TALK[intent], `The message is small talk: ${intent}.`, 0.9);
}

function answerFromDocuments(request: PlanRequest): Decision {
  const passages = request.passages.map((passage: Passage) => ({ ...passage, id: passage.chunkId }));
  const answer = extractAnswer(request.standalone, passages);
  if (!answer) {
    return looksAmbiguous(request.standalone)
      ? say(request, UNCLEAR, 'The message cannot be understood alone.', 0)
      : say(request, UNKNOWN, 'No document covers the question.', 0);
  }
  return {
    tool: null,
    toolInput: null,
    reply: answer.reply,
    reasoning: 'The best matching sentences of the documents answer the question.',
    confidence: answer.confidence,
    citedChunkIds: answer.usedPassageIds,
    usage: NO_USAGE,
  };
}

/** Whoever began this run has failed: what its tools have done is told, and the documents are asked for the rest. */
function reportOn(request: PlanRequest): Decision {
  const done = doneIn(request.observations);
  const answer = answerFromDocuments({ ...request, observations: [] });
  const report = done.length > 0 ? `I have used ${done.join(', ')}.` : 'What I tried did not work.';
  return { ...answer, reply: `${report} ${answer.reply}` };
}

function say(request: PlanRequest, text: string, reasoning: string, confidence: number): Decision {
  const reply = text.replace('{company}', () => request.companyName);
  return { tool: null, toolInput: null, reply, reasoning, confidence, citedChunkIds: [], usage: NO_USAGE };
}
