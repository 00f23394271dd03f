// A colour and a pattern for each class, by its place in the recogniser's list: neighbours differ in both.

/** How many different ones there are; more classes take them in turn. */
const count = 8;

/** A custom property of the theme. */
export const classColour = (index: number): string => `var(--class-${((index % count) + count) % count})`;

/** The fill of a pattern that `ClassPatterns` defines. */
export const classPattern = (index: number): string => `url(#class-pattern-${((index % count) + count) % count})`;

/** Strokes on a tile of 8, over a pale ground of the same colour. */
const strokes = [
  'M0 4h8',
  'M0 8 8 0M-2 2l4-4M6 10l4-4',
  'M4 0v8',
  'M0 0l8 8M-2 6l4 4M6-2l4 4',
  'M2 2h.01M6 6h.01',
  'M0 4h8M4 0v8',
  'M0 0l8 8M8 0 0 8',
  'M0 6q2-4 4 0t4 0',
] as const;

/** The patterns of all classes; once in the page. */
export const ClassPatterns = () => (
  <svg width="0" height="0" aria-hidden="true" class="hidden-text">
    <defs>
      {strokes.map((stroke, index) => (
        <pattern key={stroke} id={`class-pattern-${index}`} width="8" height="8" patternUnits="userSpaceOnUse">
          <rect width="8" height="8" fill={classColour(index)} fill-opacity=".28" />
          <path d={stroke} stroke={classColour(index)} stroke-width="1.6" stroke-linecap="round" fill="none" />
        </pattern>
      ))}
    </defs>
  </svg>
);

/** A swatch of a class: its colour with its pattern. */
export const ClassSwatch = ({ index }: { readonly index: number }) => (
  <svg class="class-swatch" width="14" height="14" aria-hidden="true">
    <rect x=".5" y=".5" width="13" height="13" rx="3" fill={classPattern(index)} stroke={classColour(index)} />
  </svg>
);
