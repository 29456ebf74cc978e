import { ParseIntPipe } from '@nestjs/common';
import { notFound } from '../../../kernel/domain-error';

/** What is no number is the number of no version. */
export const versionNumber = new ParseIntPipe({
  exceptionFactory: () => notFound('version of this agent'),
});
