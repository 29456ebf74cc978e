import { DomainError } from '../../kernel/domain-error';

/** For a write that expects to change something: false when somebody else did so first, and it changed nothing. */
export async function wins(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'concurrent_change') return false;
    throw error;
  }
}
