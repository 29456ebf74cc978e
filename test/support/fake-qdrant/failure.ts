/** What Qdrant answers with when it does not do what it was asked. */
export class QdrantFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const missing = (name: string): QdrantFailure =>
  new QdrantFailure(404, `Not found: Collection \`${name}\` doesn't exist!`);

export const wrongInput = (what: string): QdrantFailure => new QdrantFailure(400, `Wrong input: ${what}`);

export const badFormat = (what: string): QdrantFailure =>
  new QdrantFailure(400, `Format error in JSON body: ${what}`);
