import { Query } from '@nestjs/cqrs';

/** The id of the person who has this address, or null. Never for telling a caller whether there is one. */
export class FindUserByEmail extends Query<string | null> {
  constructor(readonly email: string) {
    super();
  }
}
