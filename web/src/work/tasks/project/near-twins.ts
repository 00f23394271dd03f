// Faces that look nearly the same, by the rule of `mpafer data check`: similar difference hashes and correlated thumbnails.
import { project as format, studio } from 'mpafer';
import { opened } from './open-project.ts';
import { readFace } from './pictures.ts';

/** A group of faces that look nearly the same. */
export interface NearTwins {
  readonly paths: readonly string[];
  /** Whether they have different labels. */
  readonly labelsDiffer: boolean;
  /** Whether they are of several people or bursts, so that one may be learnt from and another be tested on. */
  readonly divided: boolean;
}

/** The rule's defaults: bits of a hash of 256, and a correlation. */
const rule = { bits: 24, correlation: 0.95 };

/** Of pictures that were looked at: a picture never changes under its path. */
const known = new Map<string, { readonly hash: Uint32Array; readonly tiny: Uint8Array }>();

export async function nearTwins(signal: AbortSignal, onDone: (done: number, of: number) => void): Promise<NearTwins[]> {
  const { faces, name } = opened();
  const facts = [];
  for (const [index, { path }] of faces.entries()) {
    signal.throwIfAborted();
    const key = `${name} ${path}`;
    const { hash, tiny } = known.get(key) ?? (await studio.imageFacts(await readFace(path)));
    known.set(key, { hash, tiny });
    facts.push({ hash, tiny });
    if (index % 32 === 0) onDone(index, faces.length);
  }
  const search = studio.nearGroups(facts, rule.bits, rule.correlation);
  let step = search.next();
  while (!step.done) step = search.next();
  const groups = format.faceGroups(faces);
  return step.value.map((own) => ({
    paths: own.map((index) => faces[index]!.path),
    labelsDiffer: new Set(own.flatMap((index) => faces[index]!.label ?? [])).size > 1,
    divided: new Set(own.map((index) => groups[index] ?? faces[index]!.path)).size > 1,
  }));
}
