import {
  planSimulation,
  type SimulationOptions,
} from '../../../src/contexts/agent/domain/simulations/simulation-plan';
import {
  type Delivery,
  summariseSimulation,
} from '../../../src/contexts/agent/domain/simulations/simulation-summary';

const options = (more: Partial<SimulationOptions> = {}): SimulationOptions => ({
  customers: [{ script: ['One', 'Two', 'Three'] }],
  faults: { duplicate: 0, reorder: 0, loss: 0, delayMs: 0 },
  seed: 1,
  turnsAtMost: 10,
  ratePerMinute: 60,
  ...more,
});
const PERSONA = { persona: 'a customer in a hurry', goal: 'I want to return my parcel.' };

describe('the plan of a simulation', () => {
  it('spreads the messages of all customers over time, at the rate that is asked [EV-03]', () => {
    const plan = planSimulation(options({ customers: [{ script: ['a', 'b'] }, { script: ['c', 'd'] }] }), []);
    expect(plan.map(({ content, afterMs }) => [content, afterMs])).toEqual([
      ['a', 0],
      ['b', 2_000],
      ['c', 1_000],
      ['d', 3_000],
    ]);
  });

  it('ends after as many messages as are allowed [EV-03]', () => {
    expect(planSimulation(options({ turnsAtMost: 2 }), [])).toHaveLength(2);
    const persona = options({ customers: [PERSONA], turnsAtMost: 3 });
    expect(planSimulation(persona, [['Returns', 'Refunds', 'Parcels']])).toHaveLength(3);
    expect(planSimulation({ ...persona, turnsAtMost: 1 }, [['Returns']])).toHaveLength(1);
  });

  it('lets a persona say what it wants, and ask about what the documents know [EV-03]', () => {
    const [opening, asked, closing] = planSimulation(options({ customers: [PERSONA] }), [['Refunds']]);
    expect(opening!.content).toContain('I am a customer in a hurry. I want to return my parcel.');
    expect(asked!.content).toContain('Refunds');
    expect(closing!.content).toMatch(/Thank|person/);
  });

  it('takes no words of a persona for a template [EV-03]', () => {
    const [, asked] = planSimulation(options({ customers: [PERSONA] }), [['$& {topic}']]);
    expect(asked!.content).toContain('$& {topic}');
  });
});

describe('the summary of a simulation', () => {
  const answer = { replyId: 'a', reply: 'Yes.', planner: 'rules', confidence: 0.8, tool: null };
  const delivery = (more: Partial<Delivery> = {}): Delivery => ({
    ordinal: 1,
    customer: 0,
    message: 0,
    content: 'How long can I return goods?',
    fate: 'answered',
    answer,
    ...more,
  });
  const outcomes = (...deliveries: Delivery[]) => summariseSimulation(1, deliveries).outcomes;
  const held = (...deliveries: Delivery[]) =>
    summariseSimulation(1, deliveries).invariants.map((invariant) => invariant.held);

  it('says of each customer what became of them [EV-03]', () => {
    expect(outcomes(delivery())).toEqual(['answered']);
    expect(outcomes(delivery({ answer: { ...answer, confidence: 0 } }))).toEqual(['unanswered']);
    expect(outcomes(delivery(), delivery({ content: 'I want to speak to a human' }))).toEqual(['escalated']);
    expect(outcomes(delivery(), delivery({ fate: 'failed', answer: null }))).toEqual(['failed']);
    expect(outcomes(delivery({ fate: 'lost', answer: null }))).toEqual(['lost']);
  });

  it('finds a copy that was answered a second time [EV-03]', () => {
    expect(held(delivery(), delivery({ ordinal: 2 }))).toEqual([true, true]);
    const second = delivery({ ordinal: 2, answer: { ...answer, replyId: 'b' } });
    expect(held(delivery(), second)).toEqual([false, true]);
  });

  it('finds a message that arrived and has no answer [EV-03]', () => {
    expect(held(delivery({ fate: 'failed', answer: null }))).toEqual([true, false]);
    expect(held(delivery({ fate: 'lost', answer: null }))).toEqual([true, true]);
  });
});
