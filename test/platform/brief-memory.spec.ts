import { BriefMemory } from '../../src/platform/security/brief-memory';

class Question {
  asked = 0;
  answer: (value: string) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  readonly ask = () => {
    this.asked++;
    return new Promise<string>((resolve, reject) => {
      this.answer = resolve;
      this.fail = reject;
    });
  };
}

describe('A brief memory', () => {
  let now: number;
  let memory: BriefMemory<string>;
  let question: Question;

  beforeEach(() => {
    now = 1_000_000;
    memory = new BriefMemory({ now: () => new Date(now) }, 4_000, 2);
    question = new Question();
  });

  it('asks once for all who wait for the same answer', async () => {
    const both = [memory.recall('a', question.ask), memory.recall('a', question.ask)];
    question.answer('yes');
    expect(await Promise.all(both)).toEqual(['yes', 'yes']);
    expect(question.asked).toBe(1);
  });

  it('counts the age of an answer from the question, not from its arrival', async () => {
    const first = memory.recall('a', question.ask);
    now += 3_999;
    question.answer('yes');
    await first;
    expect(await memory.recall('a', question.ask)).toBe('yes');
    now += 1;
    void memory.recall('a', question.ask);
    expect(question.asked).toBe(2);
  });

  it('asks again after it was told to forget, even when the old answer is still on its way', () => {
    void memory.recall('a', question.ask);
    memory.forget('a');
    void memory.recall('a', question.ask);
    expect(question.asked).toBe(2);
  });

  it('does not remember a failure', async () => {
    const first = memory.recall('a', question.ask);
    question.fail(new Error('the database is away'));
    await expect(first).rejects.toThrow('away');
    void memory.recall('a', question.ask);
    expect(question.asked).toBe(2);
  });

  it('drops the oldest when it is full', async () => {
    for (const key of ['a', 'b', 'c']) await memory.recall(key, () => Promise.resolve(key));
    void memory.recall('c', question.ask);
    expect(question.asked).toBe(0);
    void memory.recall('a', question.ask);
    expect(question.asked).toBe(1);
  });
});
