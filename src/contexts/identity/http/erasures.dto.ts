import { Text } from '../../../platform/http/fields';

/** Nothing needs to be said; a body is allowed because some clients always send one. */
export class EraseMeBody {}

export class ErasureReceiptBody {
  @Text({ max: 200, example: 'pls_AZOPOnwee1qdHy9sjkt6EAZOPOnwee1qdHy9sjkt6EB0' })
  token!: string;
}
