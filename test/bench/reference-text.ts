const CHUNK_CHARACTERS = 512;
const OVERLAP = 50;
const DIMENSIONS = 384;

export function splitIntoChunks(text: string): string[] {
  const chunks: string[] = [];
  for (let at = 0; at === 0 || at + OVERLAP < text.length; at += CHUNK_CHARACTERS - OVERLAP) {
    chunks.push(text.slice(at, at + CHUNK_CHARACTERS));
  }
  return chunks;
}

/** A hashed bag of words: what a product without a model can do. */
export function embedLocally(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().split(/\W+/)) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
    const at = (hash >>> 1) % DIMENSIONS;
    vector[at] = (vector[at] ?? 0) + (hash & 1 ? 1 : -1);
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** The sentence that shares the most words with the question, cited. */
export function extractAnswer(question: string, chunks: { content: string }[]): string {
  const asked = new Set(question.toLowerCase().split(/\W+/));
  let best = 'I do not know.';
  let most = 0;
  chunks.forEach(({ content }, index) => {
    for (const sentence of content.split(/(?<=\.)\s/)) {
      const shared = sentence
        .toLowerCase()
        .split(/\W+/)
        .filter((word) => asked.has(word)).length;
      if (shared > most) [best, most] = [`${sentence} [${index + 1}]`, shared];
    }
  });
  return best;
}
