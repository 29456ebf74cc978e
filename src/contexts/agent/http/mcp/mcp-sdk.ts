let loaded: ReturnType<typeof load> | undefined;

/** Loaded when somebody first speaks the protocol: it takes a tenth of a second and 25 MB, and most never do. */
export function mcpSdk(): ReturnType<typeof load> {
  return (loaded ??= load());
}

export type McpSdk = Awaited<ReturnType<typeof load>>;
export type McpServer = InstanceType<McpSdk['Server']>;

async function load() {
  const [{ Server }, { WebStandardStreamableHTTPServerTransport }, schemas, { AjvJsonSchemaValidator }] =
    await Promise.all([
      import('@modelcontextprotocol/sdk/server/index.js'),
      import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'),
      import('@modelcontextprotocol/sdk/types.js'),
      import('@modelcontextprotocol/sdk/validation/ajv-provider.js'),
    ]);
  return {
    Server,
    Transport: WebStandardStreamableHTTPServerTransport,
    schemas,
    validator: new AjvJsonSchemaValidator(),
  };
}
