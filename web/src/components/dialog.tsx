// A dialog over the page: the browser keeps the focus in it, and Escape closes it.
import './dialog.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** At the right edge, as high as the page. */
  readonly drawer?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ open, title, drawer = false, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current!;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside it closes it, as Escape does
    <dialog
      ref={element}
      class={`dialog${drawer ? ' drawer' : ''}`}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      {open && (
        <div class="dialog-content">
          <div class="dialog-head">
            <h2 id={heading}>{title}</h2>
            <Button kind="quiet" label="Close" onClick={onClose}>
              <Icon name="close" />
            </Button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  );
}
