import { type ConfigurationError, readEnvironment } from '../../config/env';

const qdrantOf = (variables: Record<string, string>) => readEnvironment(variables).qdrant;

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
}

describe('the settings of Qdrant', () => {
  it('are none unless an address or a host is named', () => {
    expect(qdrantOf({})).toBeNull();
    expect(qdrantOf({ QDRANT_PORT: '7000' })).toBeNull();
  });

  it('are a host with a key [KN-40]', () => {
    expect(qdrantOf({ QDRANT_HOST: 'qdrant', QDRANT_API_KEY: 'key' })).toEqual({
      url: 'http://qdrant:6333',
      port: 6333,
      apiKey: 'key',
      collections: 'per-workspace',
      timeoutMs: 5_000,
    });
    expect(qdrantOf({ QDRANT_HOST: '10.0.0.7', QDRANT_PORT: '7000' })).toMatchObject({
      url: 'http://10.0.0.7:7000',
    });
  });

  it.each([
    ['https://qdrant.example.com', 6333],
    ['https://qdrant.example.com:443', 443],
    ['https://qdrant.example.com:443/vectors', 443],
    ['http://[::1]:6334/', 6334],
  ])('take %s to mean port %i', (url, port) => {
    expect(qdrantOf({ QDRANT_URL: url })).toMatchObject({ url, port });
  });

  it('say what contradicts itself', () => {
    expect(problemsOf({ QDRANT_URL: 'http://a', QDRANT_HOST: 'b' })).toEqual([
      expect.stringContaining('one of them'),
    ]);
    expect(problemsOf({ QDRANT_HOST: 'http://b' })).toEqual([expect.stringContaining('QDRANT_URL')]);
    expect(problemsOf({ QDRANT_API_KEY: 'key' })).toEqual([expect.stringContaining('QDRANT_API_KEY')]);
    expect(problemsOf({ QDRANT_URL: 'http://a', QDRANT_COLLECTIONS: 'one' })).toHaveLength(1);
  });
});
