/**
 * Stands in for standard output:
 * `jest.mock('…/logging/logger', () => ({ ...jest.requireActual('…/logging/logger'), standardOutput: () => mockLog }))`
 * with `const mockLog = new LogLines()`.
 */
export class LogLines {
  readonly lines: string[] = [];

  write(line: string): void {
    this.lines.push(line);
  }

  /** The lines of one caller: of their requests, their workspace or their person. */
  about(names: readonly string[]): string[] {
    return this.lines.filter((line) => {
      const { reqId, requestId, workspaceId, userId } = JSON.parse(line) as Record<string, unknown>;
      return [reqId, requestId, workspaceId, userId].some((value) =>
        names.includes(String(value).split('.')[0]!),
      );
    });
  }
}
