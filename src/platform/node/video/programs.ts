// ffmpeg and ffprobe of this machine, as child processes.
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { MpaferError } from '../../../core/errors.ts';

type Program = 'ffmpeg' | 'ffprobe';

/** From the path, or where the environment variable FFMPEG or FFPROBE says. */
const fileOf = (program: Program): string => process.env[program.toUpperCase()] || program;

const installation: Readonly<Record<string, string>> = {
  linux: 'Install it: apt install ffmpeg (Debian, Ubuntu), dnf install ffmpeg-free (Fedora), apk add ffmpeg (Alpine)',
  darwin: 'Install it: brew install ffmpeg',
  win32: 'Install it: winget install ffmpeg',
};

/** Why a program could not be started. */
export function startFailure(program: Program, cause: unknown): MpaferError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const found = code === 'ENOENT' ? `${fileOf(program)} is not installed, or not in the PATH` : message;
  return new MpaferError('host', `Cannot read videos: ${found}`, {
    hint: `${installation[process.platform] ?? 'Install ffmpeg'}; or name the program in the environment variable ${program.toUpperCase()}`,
    cause,
  });
}

/** What a program printed, whatever its exit code. @throws MpaferError `host` when it cannot be started */
export function outputOf(
  program: Program,
  parameters: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly failed: boolean }> {
  return new Promise((resolve, reject) => {
    const options = { signal, maxBuffer: 64 * 2 ** 20, windowsHide: true, killSignal: 'SIGKILL' } as const;
    const child = execFile(fileOf(program), [...parameters], options, (error, stdout, stderr) => {
      if (error !== null && typeof error.code === 'string' && child.pid === undefined) {
        reject(startFailure(program, error));
      } else resolve({ stdout, stderr, failed: error !== null });
    });
    child.stdin?.end();
  });
}

/** A program whose output is read while it runs. Its standard input is empty: ffmpeg must not take keys of the terminal. */
export const started = (
  program: Program,
  parameters: readonly string[],
): ChildProcessByStdio<null, Readable, Readable> =>
  spawn(fileOf(program), parameters, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });

let options: Promise<readonly string[]> | undefined;

/** The options that keep ffmpeg from repeating, dropping and scaling frames, as its version calls them. */
export function faithfulOptions(): Promise<readonly string[]> {
  options ??= outputOf('ffmpeg', ['-version']).then(
    ({ stdout }) => optionsOf(stdout),
    (error: unknown) => {
      options = undefined;
      throw error;
    },
  );
  return options;
}

/**
 * Without them, a variable frame rate is silently made constant, and frames of another size are brought to that of the first.
 *
 * @param version what `ffmpeg -version` prints; builds without a number are recent
 */
export function optionsOf(version: string): readonly string[] {
  const [, major, minor] = /^ffmpeg version n?(\d+)\.(\d+)/.exec(version) ?? [];
  const number = major === undefined ? Number.POSITIVE_INFINITY : Number(major) * 100 + Number(minor);
  return [
    ...(number < 501 ? ['-vsync', 'passthrough'] : ['-fps_mode', 'passthrough']),
    ...(number < 404 ? [] : ['-autoscale', '0']),
  ];
}
