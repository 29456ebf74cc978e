import { DomainError } from '../../../kernel/domain-error';

/** False when the write did not find what it expected, and so changed nothing. */
export async function wins(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'concurrent_change') return false;
    throw error;
  }
}
