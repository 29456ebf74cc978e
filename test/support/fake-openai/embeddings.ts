import { createHash } from 'node:crypto';
import { ApiError } from './envelope';
import { countTokens } from './tokens';
import { type EmbeddingRequest } from './wire';

const MAX_INPUTS = 2048;
const MAX_TOKENS_PER_INPUT = 8192;
const NATIVE_DIMENSIONS: Record<string, number> = { 'text-embedding-3-large': 3072 };

/** How many places of the vector a word moves: enough that two words seldom look alike. */
const PLACES_PER_WORD = 8;

export function embeddingsBody(request: EmbeddingRequest): object {
  const inputs = checkedInputs(request);
  const dimensions = request.dimensions ?? NATIVE_DIMENSIONS[request.model] ?? 1536;
  const encode = request.encoding_format === 'base64' ? toBase64 : toNumbers;
  const tokens = inputs.reduce((sum, input) => sum + countTokens(input), 0);
  return {
    object: 'list',
    data: inputs.map((input, index) => ({
      object: 'embedding',
      index,
      embedding: encode(embeddingOf(input, dimensions)),
    })),
    model: request.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** A hashed bag of words of length 1: texts that share words point the same way. */
export function embeddingOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const hash = createHash('sha256').update(word).digest();
    for (let place = 0; place < PLACES_PER_WORD; place++) {
      const bits = hash.readUInt32LE(place * 4);
      const at = (bits >>> 1) % dimensions;
      vector[at] = (vector[at] ?? 0) + (bits & 1 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

const toNumbers = (vector: Float32Array): number[] => Array.from(vector);
const toBase64 = (vector: Float32Array): string => Buffer.from(vector.buffer).toString('base64');

function checkedInputs({ model, input, dimensions }: EmbeddingRequest): string[] {
  if (!model) throw new ApiError(400, 'you must provide a model parameter');
  const inputs = typeof input === 'string' ? [input] : input;
  const refuse = (message: string, param = 'input'): never => {
    throw new ApiError(400, message, { param });
  };
  if (!Array.isArray(inputs) || inputs.length === 0) return refuse("'$.input' is invalid.");
  if (inputs.length > MAX_INPUTS) return refuse(`Invalid 'input': at most ${MAX_INPUTS} elements.`);
  if (inputs.some((text) => typeof text !== 'string' || text === '')) return refuse("'$.input' is invalid.");
  const longest = Math.max(...inputs.map(countTokens));
  if (longest > MAX_TOKENS_PER_INPUT) {
    return refuse(
      `This model's maximum context length is ${MAX_TOKENS_PER_INPUT} tokens, however you requested ${longest}.`,
    );
  }
  if (dimensions !== undefined && !(Number.isInteger(dimensions) && dimensions > 0)) {
    return refuse("Invalid 'dimensions'.", 'dimensions');
  }
  return inputs;
}
