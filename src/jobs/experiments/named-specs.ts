// A row or column of an experiment: a data set or run with a short name.
export interface NamedSpec {
  readonly name: string;
  /** SPEC of a data set, or what names a run. */
  readonly spec: string;
}
