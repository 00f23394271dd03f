// How far something is: a bar with its words; without a number it only says that something is happening.
import './progress.css';

export interface ProgressProps {
  readonly label: string;
  /** 0 to `max`; undefined while it is not known. */
  readonly value?: number | undefined;
  readonly max?: number | undefined;
}

export const Progress = ({ label, value, max = 1 }: ProgressProps) => (
  <div class="progress">
    <span>{label}</span>
    <progress aria-label={label} max={max} {...(value !== undefined && { value })} />
  </div>
);
