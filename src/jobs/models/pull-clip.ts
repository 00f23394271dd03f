// Pulls a CLIP from the Hugging Face hub or a mirror into the cache that all hub clients share.
import { plural } from '../../core/plural.ts';
import { hubName } from '../../platform/node/models/hub/hub-name.ts';
import { hubSettings } from '../../platform/node/models/hub/hub-settings.ts';
import type { HubModel } from '../../platform/node/models/hub/list-files.ts';
import { pullModel } from '../../platform/node/models/hub/pull-model.ts';
import { readPullNote } from '../../platform/node/models/hub/pull-note.ts';
import { type JobEvent, note, progress } from '../job-event.ts';
import { reported } from '../reported.ts';

/** Options of `pullClip`. */
export interface PullOptions {
  /** `ViT-B/32`, `ViT-B/16`, `ViT-L/14`, or any `org/name` or `org/name@revision` with a ViT CLIP. */
  readonly name: string;
  /** Address of a mirror; HF_ENDPOINT or the public hub by default. */
  readonly endpoint?: string | undefined;
  /** Download nothing: succeed if it is in the cache and undamaged. */
  readonly offline?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The model that was downloaded. */
export interface PulledClip {
  readonly name: string;
  readonly commit: string;
  /** Folder with the model's files. */
  readonly path: string;
  readonly licence: string;
}

/**
 * Pulls a model, or finds it in the cache. An interrupted download is resumed by the next pull.
 *
 * @returns where it is
 * @throws MpaferError `usage` for an invalid name; `model` when the hub cannot be reached or the model is not a ViT CLIP; `disk`, `aborted`
 * @example
 * ```ts no-run (downloads 605 MB)
 * import { finishJob, pullClip } from 'mpafer/jobs';
 * const { path, licence } = await finishJob(pullClip({ name: 'ViT-B/32' }), (event) => {
 *   if (event.kind === 'progress') console.log(event.task, event.done);
 * });
 * console.log(path, licence);
 * ```
 */
export async function* pullClip(options: PullOptions): AsyncGenerator<JobEvent, PulledClip> {
  const { name, endpoint, offline, signal } = options;
  const settings = hubSettings({ endpoint, offline });
  const wanted = hubName(name);
  const snapshot = yield* reported<JobEvent, Awaited<ReturnType<typeof pullModel>>>((report, stop) => {
    const pace = downloadPace();
    return pullModel(wanted, settings, {
      found: (model) => {
        for (const line of modelLines(model)) report(note(line));
      },
      waiting: ({ path }) => report(note(`${path}: another process is pulling it; waiting`)),
      progress: ({ path, bytes }, done) =>
        report({ ...progress(path, done, bytes, pace(path, done, bytes)), unit: 'bytes' }),
      signal: signal === undefined ? stop : AbortSignal.any([signal, stop]),
    });
  });
  const { id, commit, path } = snapshot;
  const licence = (await readPullNote(snapshot))?.licence ?? 'not known';
  return { name: id, commit, path, licence };
}

const modelLines = ({ id, commit, licence, files }: HubModel): readonly string[] => {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    `${id} at ${commit}: ${plural(files.length, 'file')}, ${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`,
    `licence: ${licence}`,
  ];
};

/** Bytes per second since the start, without those already on disk. */
function downloadPace() {
  const start = performance.now();
  let fetched = 0;
  let last = { path: '', done: 0 };
  return (path: string, done: number, bytes: number) => {
    if (path === last.path) fetched += done - last.done;
    last = { path, done };
    const rate = fetched / ((performance.now() - start) / 1000);
    return rate > 0 ? { rate, secondsLeft: (bytes - done) / rate } : {};
  };
}
