import { type TestApp } from '../support/app';

interface Uploaded {
  readonly ok: boolean;
  readonly ingestionId: string;
  readonly documentId: string;
  readonly duplicate: boolean;
  readonly errors?: readonly { path: string }[];
  readonly code?: string;
}

export interface UploadForm {
  readonly bytes?: Uint8Array | string;
  readonly name?: string;
  readonly type?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser's form with a file in it. */
export async function upload(
  app: TestApp,
  token: string,
  { bytes, name = 'file.txt', type = 'text/plain', fields = {}, headers = {} }: UploadForm,
  [method, path]: readonly [string, string] = ['POST', '/knowledge/documents'],
) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  if (bytes !== undefined) form.append('file', new Blob([bytes as BlobPart], { type }), name);
  const response = await fetch(`${app.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: form,
  });
  const body = (await response.json()) as Uploaded;
  return { status: response.status, body, headers: response.headers };
}
