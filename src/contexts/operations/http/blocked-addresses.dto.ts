import { Text, Whole } from '../../../platform/http/fields';

export class BlockAddressBody {
  @Text({
    max: 45,
    example: '203.0.113.7',
    description: 'IPv4 or IPv6, or a range of at least /16 or /32.',
  })
  address!: string;

  @Text({ max: 500, example: 'Guesses passwords.' })
  reason!: string;

  @Whole({ optional: true, min: 1, max: 720, example: 24, description: 'For how long; 24 without it.' })
  hours: number = 24;
}

export class OffendersQuery {
  @Whole({ min: 1, max: 100, optional: true, inQuery: true, example: 20, description: 'How many at most.' })
  limit: number = 20;
}
