// What a room shows before there is anything: what it is for, and what to do.
import './empty-state.css';
import type { ComponentChildren } from 'preact';

export interface EmptyStateProps {
  readonly title: string;
  readonly lead: ComponentChildren;
  /** Buttons. */
  readonly children?: ComponentChildren;
  /** A drawing beside it. */
  readonly picture?: ComponentChildren;
}

export const EmptyState = ({ title, lead, children, picture }: EmptyStateProps) => (
  <div class="empty-state">
    {picture !== undefined && (
      <div class="empty-state-picture" aria-hidden="true">
        {picture}
      </div>
    )}
    <div>
      <h2>{title}</h2>
      <p class="empty-state-lead">{lead}</p>
      <div class="buttons">{children}</div>
    </div>
  </div>
);
