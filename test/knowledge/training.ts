/** So many different questions and answers. */
export const someExamples = (count = 10, about = 'parcel') =>
  Array.from({ length: count }, (_, i) => ({
    question: `Where is ${about} ${i}?`,
    answer: `It is on shelf ${i}.`,
  }));

export const BASE_MODEL = 'gpt-4o-mini-2024-07-18';
