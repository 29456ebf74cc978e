export interface LoadRequest {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Target {
  name: string;
  origin: string;
  /** Whose CPU and memory count. */
  processId: number;
  /** `sequence` never repeats; `worker` is the number of the connection. */
  request(sequence: number, worker: number): LoadRequest;
  /** For streams: the text with which the first token begins. */
  firstToken?: string;
}

/** Turns "POST this JSON there" into a request; what does not change is prepared once. */
export function jsonPost(path: string, token: string): (body: object) => LoadRequest {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (body) => ({ method: 'POST', path, headers, body: JSON.stringify(body) });
}

export const authorizedGet = (path: string, token: string): LoadRequest => ({
  method: 'GET',
  path,
  headers: { authorization: `Bearer ${token}` },
});
