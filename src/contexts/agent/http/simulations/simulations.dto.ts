import { Decimal, ListOf, Nested, Text, TextList, Whole } from '../../../../platform/http/fields';
import { Shown } from '../../../../platform/http/view-fields';

const LONGEST_MESSAGE = 8_000;

export class ChannelFaultsBody {
  @Decimal({
    optional: true,
    min: 0,
    max: 1,
    example: 0.1,
    description: 'How likely a message arrives twice.',
  })
  duplicate: number = 0;

  @Decimal({
    optional: true,
    min: 0,
    max: 1,
    example: 0.1,
    description: 'How likely one is overtaken by the next.',
  })
  reorder: number = 0;

  @Decimal({ optional: true, min: 0, max: 1, example: 0.05, description: 'How likely one never arrives.' })
  loss: number = 0;

  @Whole({ optional: true, min: 0, max: 60_000, example: 500, description: 'The longest delay.' })
  delayMs: number = 0;
}

export class SimulatedCustomerBody {
  @TextList({
    optional: true,
    min: 1,
    max: 20,
    each: { max: LONGEST_MESSAGE },
    example: ['How long can I return goods?'],
    description: 'What this customer says; or a persona and a goal in its place.',
  })
  script?: string[];

  @Text({ optional: true, max: 500, example: 'a customer in a hurry' })
  persona?: string;

  @Text({ optional: true, max: 1_000, example: 'I want to return my parcel.' })
  goal?: string;
}

export class SimulationBody {
  @Text({ max: 100, example: 'customer-service', description: 'The slug of the agent.' })
  agent!: string;

  @ListOf(() => SimulatedCustomerBody, {
    min: 1,
    max: 50,
    example: [{ script: ['How long can I return goods?'] }],
  })
  customers!: SimulatedCustomerBody[];

  @Whole({ optional: true, min: 1, max: 20, example: 10, description: 'Messages of one customer.' })
  turnsAtMost: number = 10;

  @Whole({ optional: true, min: 1, max: 6_000, example: 600, description: 'Of all customers together.' })
  ratePerMinute: number = 600;

  @Nested(() => ChannelFaultsBody, { optional: true })
  faults?: ChannelFaultsBody;

  @Whole({
    optional: true,
    min: 0,
    max: 2_147_483_647,
    example: 42,
    description: 'The same one says the same again.',
  })
  seed: number = 1;
}

export class SimulationAcceptedView {
  @Shown({ example: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a12' })
  id!: string;
}
