import { Query } from '@nestjs/cqrs';

/** The names of the language models that can be asked for, the default first; none without a key. */
export class ListModelNames extends Query<readonly string[]> {}
