// How far a check has got.
export interface CheckProgress {
  readonly doing: 'reading' | 'comparing';
  readonly done: number;
  readonly of: number;
}
