interface Failure {
  readonly code?: string;
  readonly error?: { readonly code?: unknown; readonly data?: { readonly code?: string } };
}

/** The machine word of a failure, told as a problem, as OpenAI’s API tells it, or in JSON-RPC. */
export function failureCode({ code, error }: Failure): string | undefined {
  return code ?? (typeof error?.code === 'string' ? error.code : error?.data?.code);
}
