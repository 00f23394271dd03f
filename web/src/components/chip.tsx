// A small sign of a state, such as "camera on".
import './chip.css';
import type { ComponentChildren } from 'preact';

export type ChipKind = 'quiet' | 'good' | 'live' | 'warm';

export const Chip = ({
  kind = 'quiet',
  children,
}: {
  readonly kind?: ChipKind;
  readonly children: ComponentChildren;
}) => <span class={`chip ${kind}`}>{children}</span>;
