type FilterScalar = string | number | boolean;

export interface FilterOperators {
  readonly eq?: FilterScalar;
  /** Also where the document has no such value. */
  readonly ne?: FilterScalar;
  readonly in?: readonly FilterScalar[];
  /** Also where the document has no such value. */
  readonly nin?: readonly FilterScalar[];
  readonly gt?: string | number;
  readonly gte?: string | number;
  readonly lt?: string | number;
  readonly lte?: string | number;
  /** An element of a list, or a part of a text. */
  readonly contains?: FilterScalar;
  readonly exists?: boolean;
}

/** A scalar is what the value must equal. */
export type FilterValue = FilterScalar | FilterOperators;

/** By top-level key of a document's metadata, or `$` and the name of a property that every document has. */
export type MetadataFilter = Readonly<Record<string, FilterValue>>;
