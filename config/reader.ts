/** Reads variables one by one and gathers what is wrong, so that all of it is reported at once. */
export class VariableReader {
  readonly problems: string[] = [];

  constructor(private readonly variables: Readonly<Record<string, string | undefined>>) {}

  optional(name: string): string | null {
    return this.variables[name]?.trim() || null;
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  integer(name: string, fallback: number, [least, most]: readonly [number, number]): number {
    const value = this.optional(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    this.problems.push(`${name} must be a whole number from ${least} to ${most}, not "${value}".`);
    return fallback;
  }

  /** Zero is a limit as well; null: there is none. */
  limit(name: string): number | null {
    return this.optional(name) === null ? null : this.integer(name, 0, [0, Number.MAX_SAFE_INTEGER]);
  }

  flag(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['true', 'false'] as const, fallback ? 'true' : 'false') === 'true';
  }

  oneOf<const T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.optional(name);
    if (value === null) return fallback;
    const chosen = choices.find((choice) => choice === value);
    if (chosen) return chosen;
    this.problems.push(`${name} must be one of ${choices.join(', ')}, not "${value}".`);
    return fallback;
  }

  url(name: string, protocols: readonly string[]): string | null {
    const value = this.optional(name);
    if (value === null) return null;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    this.problems.push(
      `${name} must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    );
    return null;
  }

  /** A mail address, with a name or without. */
  mailbox(name: string, fallback: string): string {
    const value = this.text(name, fallback);
    if (/^(?:[^<>@\r\n]* <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(value)) return value;
    this.problems.push(`${name} must be a mail address, such as "${fallback}".`);
    return fallback;
  }

  secret(name: string, leastBytes: number): string | null {
    const value = this.optional(name);
    if (value !== null && Buffer.byteLength(value) < leastBytes) {
      this.problems.push(
        `${name} must have at least ${leastBytes} bytes; \`openssl rand -hex 32\` makes one.`,
      );
    }
    return value;
  }

  secrets(name: string, leastBytes: number): string[] {
    const values = this.list(name);
    if (values.some((value) => Buffer.byteLength(value) < leastBytes)) {
      this.problems.push(
        `${name} must list secrets of at least ${leastBytes} bytes each, separated by commas.`,
      );
    }
    return values;
  }

  list(name: string): string[] {
    return (this.optional(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  }
}
