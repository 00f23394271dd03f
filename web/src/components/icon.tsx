// The studio's few signs, drawn with one stroke on a grid of 16.
import './icon.css';

const paths = {
  check: 'M3 8.5 6.5 12 13 4.5',
  question: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M8 12.6v.1',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1',
  dot: 'M8 7.5a.5.5 0 1 0 .01 0',
  wait: 'M8 4.5V8l2.5 1.5M8 2a6 6 0 1 0 .01 0',
  close: 'M4 4l8 8M12 4l-8 8',
  camera: 'M2 5.5h2.5L6 3.5h4l1.5 2H14v7H2zM8 6.7a2.2 2.2 0 1 0 .01 0',
  photo: 'M2 3h12v10H2zM2 11l3.5-3.5L9 11l2-2 3 3M10.5 6a.6.6 0 1 0 .01 0',
  film: 'M2 3h12v10H2zM5 3v10M11 3v10M2 6.3h3M2 9.7h3M11 6.3h3M11 9.7h3',
  folder: 'M2 4h4l1.5 1.8H14V13H2z',
  play: 'M5 3.5v9l7.5-4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  back: 'M10 3.5 5.5 8l4.5 4.5',
  forward: 'M6 3.5 10.5 8 6 12.5',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  sun: 'M8 5.2a2.8 2.8 0 1 0 .01 0M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.8.8M11.8 11.8l.8.8M3.4 12.6l.8-.8M11.8 4.2l.8-.8',
  moon: 'M12.8 9.8A5.5 5.5 0 0 1 6.2 3.2a5.5 5.5 0 1 0 6.6 6.6z',
  half: 'M8 2a6 6 0 1 0 .01 0M8 2v12M10 4.5v7M12 6v4',
  drawer: 'M2 3h12v10H2zM10 3v10',
  save: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
  face: 'M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3M6 6v.6M10 6v.6M5.6 9.5c1.3 1.6 3.5 1.6 4.8 0',
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) => (
  <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
);
