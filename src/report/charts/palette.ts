// The colours of charts and page, by light and by dark; told apart by lightness too, so that grey print still reads.

export interface Palette {
  readonly ground: string;
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  /** What the run is about: the trained model. */
  readonly accent: string;
  /** Text on a full accent. */
  readonly onAccent: string;
  /** Text on an accent or a warm colour thinned to some two thirds. */
  readonly onMiddle: string;
  /** What to look out for: errors, heat. */
  readonly warm: string;
  /** Lines, by place. */
  readonly series: readonly [string, string, string, string];
}

export const light: Palette = {
  ground: '#fbfaf7',
  surface: '#ffffff',
  ink: '#1d2023',
  muted: '#666b72',
  rule: '#e3e0d9',
  accent: '#1f5f82',
  onAccent: '#ffffff',
  onMiddle: '#1d2023',
  warm: '#a04312',
  series: ['#1f5f82', '#a04312', '#2c7a52', '#6d4a93'],
};

export const dark: Palette = {
  ground: '#15171a',
  surface: '#1c1f23',
  ink: '#e9e7e2',
  muted: '#a0a5ac',
  rule: '#33373d',
  accent: '#82bbdc',
  onAccent: '#10202b',
  onMiddle: '#10202b',
  warm: '#f09a63',
  series: ['#82bbdc', '#f09a63', '#86cba0', '#c4a5e2'],
};
