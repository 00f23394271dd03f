// A button; a button that chooses files.
import './button.css';
import type { ComponentChildren, TargetedEvent } from 'preact';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps {
  readonly kind?: ButtonKind;
  readonly onClick?: (event: MouseEvent) => void;
  readonly disabled?: boolean;
  /** Whether its work is under way: it cannot be pressed again, and says so. */
  readonly busy?: boolean;
  /** For a switch: whether it is on. */
  readonly pressed?: boolean | undefined;
  /** A key that does the same, shown beside the text. */
  readonly keys?: string;
  /** For an icon without text. */
  readonly label?: string;
  readonly type?: 'button' | 'submit';
  readonly children?: ComponentChildren;
}

export function Button({
  kind = 'plain',
  onClick,
  disabled = false,
  busy = false,
  pressed,
  keys,
  label,
  type = 'button',
  children,
}: ButtonProps) {
  return (
    <button
      type={type}
      class={`button ${kind}`}
      disabled={disabled || busy}
      aria-busy={busy}
      aria-pressed={pressed}
      aria-label={label}
      aria-keyshortcuts={keys}
      title={label}
      onClick={onClick}
    >
      {children}
      {keys !== undefined && (
        <span aria-hidden="true" class="button-keys">
          {keys}
        </span>
      )}
    </button>
  );
}

export interface FileButtonProps {
  readonly kind?: ButtonKind;
  /** As of an <input>, such as `image/*,video/*`. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Chooses a folder with everything in it. */
  readonly folder?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ComponentChildren;
}

/** Chooses files; the same ones can be chosen again. */
export function FileButton({
  kind = 'plain',
  accept,
  multiple = true,
  folder = false,
  onFiles,
  children,
}: FileButtonProps) {
  const choose = (event: TargetedEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) onFiles(files);
  };
  return (
    <label class={`button ${kind} file-button`}>
      <input
        type="file"
        class="hidden-text"
        {...(accept !== undefined && { accept })}
        multiple={multiple}
        {...(folder && { webkitdirectory: true })}
        onChange={choose}
      />
      {children}
    </label>
  );
}
