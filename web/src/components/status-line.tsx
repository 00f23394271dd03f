// A sentence on the state of something, with a sign before it: never by colour alone.
import './status-line.css';
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type StatusKind = 'ok' | 'unsure' | 'bad' | 'quiet' | 'busy';

const icons: Readonly<Record<StatusKind, IconName>> = {
  ok: 'check',
  unsure: 'question',
  bad: 'warning',
  quiet: 'dot',
  busy: 'wait',
};

export const StatusLine = ({ kind, children }: { readonly kind: StatusKind; readonly children: ComponentChildren }) => (
  <p class={`status-line ${kind}`}>
    <Icon name={icons[kind]} />
    <span>{children}</span>
  </p>
);
