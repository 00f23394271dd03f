// The colours of charts and pages, for light and dark screens; they differ in lightness too and so remain distinct in grey print.

export interface Palette {
  readonly ground: string;
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly rule: string;
  /** For the trained model. */
  readonly accent: string;
  /** Text on the accent colour. */
  readonly onAccent: string;
  /** Text on the accent or the warm colour at about two thirds opacity. */
  readonly onMiddle: string;
  /** For errors and warnings. */
  readonly warm: string;
  /** Curves, in order. */
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
