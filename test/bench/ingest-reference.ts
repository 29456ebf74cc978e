import { type CorpusDocument } from './corpus';
import { type Reference } from './environment';
import { LoadConnection } from './http-load';
import { jsonPost } from './target';

const CONNECTIONS = 4;

/** Posts the documents over a few connections; each answer means stored. */
export async function ingestIntoReference(reference: Reference, documents: CorpusDocument[]): Promise<void> {
  const post = jsonPost('/documents', reference.token);
  const remaining = documents.values();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const connection = new LoadConnection(reference.origin);
      // The iterator is shared: each connection takes the next document that nobody has.
      for (const document of remaining) {
        const { status, body } = await connection.send(post(document));
        if (status !== 201) throw new Error(`the reference refused a document: ${status} ${body}`);
      }
      connection.close();
    }),
  );
}
