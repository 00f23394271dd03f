// One line of progress on standard error: rewritten on a terminal, silent elsewhere.
import { launcherOf } from '../../platform/node/mpi/launcher.ts';

export interface Progress {
  /** Shows a line in place of the last. */
  show(line: string): void;
  /** Prints a line that stays. */
  print(line: string): void;
  /** Erases the last shown line; call it before anything else prints. */
  clear(): void;
}

/** Where progress is written: `process.stderr`, or a recorder in tests. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * @param quiet neither show nor print anything
 * @param logged what is printed goes to a log, even if it seems to be a terminal, as under launchers of many processes
 */
export function terminalProgress(
  quiet: boolean,
  stream: ProgressStream = process.stderr,
  logged = launcherOf(process.env) !== undefined,
): Progress {
  const live = stream.isTTY === true && !quiet && !logged;
  let shown = 0;
  let last = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (shown > 0) stream.write('\r\x1b[K');
    shown = 0;
  };
  return {
    clear,
    show(line) {
      if (!live || performance.now() - last < 100) return;
      last = performance.now();
      stream.write(`\r\x1b[K${line.slice(0, (stream.columns || 80) - 1)}`);
      shown = line.length;
    },
    print(line) {
      clear();
      if (!quiet) stream.write(`${line}\n`);
    },
  };
}

/** 75 -> "1m 15s" */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${String(whole % 60).padStart(2, '0')}s`;
  return `${Math.floor(whole / 3600)}h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')}m`;
}

/** 0.87654 -> "87.65 %" */
export const percent = (value: number): string => (Number.isFinite(value) ? `${(100 * value).toFixed(2)} %` : 'none');
