import { type Connection, type QueryResultRow, type Submittable, types } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { type Statement } from './sql';

type RowShape = readonly { readonly name: string; parse(text: string): unknown }[];

interface FieldDescription {
  readonly name: string;
  readonly dataTypeID: number;
}

/** What each connection has prepared: the shape of the rows, or null while it is not known yet. */
const preparedOn = new WeakMap<Connection, Map<string, RowShape | null>>();

/**
 * Several statements sent in one write, behind one Sync: PostgreSQL runs them as one transaction and
 * answers them together. The first that fails ends the transaction, and the rest are skipped.
 */
export class BatchQuery implements Submittable {
  /** Called once, by us or by the client when its time is up. */
  callback!: (error: Error | null, results: QueryResultRow[][]) => void;
  private readonly results: QueryResultRow[][];
  private prepared!: Map<string, RowShape | null>;
  private current = 0;
  private stopListening: () => void = () => undefined;

  constructor(private readonly statements: readonly Statement[]) {
    this.results = statements.map(() => []);
  }

  submit(connection: Connection): void {
    const values = this.statements.map((statement) => statement.values.map(prepareValue));
    this.prepared = preparedStatementsOf(connection);
    connection.stream.cork();
    try {
      const parsing = this.statements.filter(
        ({ name }, i) => !this.prepared.has(name) && this.statements.findIndex((s) => s.name === name) === i,
      );
      this.rememberWhenParsed(connection, parsing);
      this.statements.forEach((statement, i) => {
        const { name, text } = statement;
        if (parsing.includes(statement)) connection.parse({ name, text, types: [] }, true);
        connection.bind({ statement: name, values: values[i] }, true);
        if (!this.prepared.get(name)) connection.describe({ type: 'P', name: '' }, true);
        connection.execute({ portal: '' }, true);
      });
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDescription[] }): void {
    const shape = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: types.getTypeParser(dataTypeID) as (text: string) => unknown,
    }));
    this.prepared.set(this.statements[this.current]!.name, shape);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const shape = this.prepared.get(this.statements[this.current]!.name)!;
    const row: QueryResultRow = {};
    for (let i = 0; i < shape.length; i++) {
      const text = fields[i];
      row[shape[i]!.name] = text === null || text === undefined ? null : shape[i]!.parse(text);
    }
    this.results[this.current]!.push(row);
  }

  handleCommandComplete(): void {
    const { name } = this.statements[this.current]!;
    // A statement without rows is described by no message at all.
    if (!this.prepared.get(name)) this.prepared.set(name, []);
    this.current++;
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handleError(error: Error): void {
    this.stopListening();
    this.callback(error, []);
  }

  handleReadyForQuery(): void {
    this.stopListening();
    this.callback(null, this.results);
  }

  /** Prepared statements outlive a transaction that fails: they must be remembered as soon as they exist. */
  private rememberWhenParsed(connection: Connection, parsing: readonly Statement[]): void {
    if (parsing.length === 0) return;
    const waiting = [...parsing];
    const listener = () => this.prepared.set(waiting.shift()!.name, null);
    connection.on('parseComplete', listener);
    this.stopListening = () => connection.off('parseComplete', listener);
  }
}

function preparedStatementsOf(connection: Connection): Map<string, RowShape | null> {
  let prepared = preparedOn.get(connection);
  if (!prepared) preparedOn.set(connection, (prepared = new Map<string, RowShape | null>()));
  return prepared;
}
