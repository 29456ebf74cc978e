import { Query } from '@nestjs/cqrs';

export interface UserDescription {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Names and addresses for people whom the asking context already knows by id; those who left are not among them. */
export class DescribeUsers extends Query<readonly UserDescription[]> {
  constructor(readonly userIds: readonly string[]) {
    super();
  }
}
