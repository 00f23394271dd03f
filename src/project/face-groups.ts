// Faces that must stay together: those of one person, and those of one burst, however they are chained.
import type { FaceRecord } from './face-record.ts';

/**
 * The group of each face; undefined for a face that stands alone. A burst with two people joins all faces of both, so that
 * neither a person nor a burst is ever on two sides of a split.
 *
 * @example
 * ```ts
 * import { faceGroups } from './face-groups.ts';
 * const face = (person?: string, burst?: string) => ({ path: '', votes: {}, person, burst });
 * console.log(faceGroups([face('ann', 'b1'), face('bob', 'b1'), face('bob'), face()]).join()); // person ann,person ann,person ann,
 * ```
 */
export function faceGroups(faces: readonly Pick<FaceRecord, 'person' | 'burst'>[]): (string | undefined)[] {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    while (parent.get(root)! !== root) root = parent.get(root)!;
    for (let at = key; at !== root; ) {
      const next = parent.get(at)!;
      parent.set(at, root);
      at = next;
    }
    return root;
  };
  const keysOf = ({ person, burst }: Pick<FaceRecord, 'person' | 'burst'>): readonly string[] => [
    ...(person === undefined ? [] : [`person ${person}`]),
    ...(burst === undefined ? [] : [`burst ${burst}`]),
  ];
  for (const face of faces) {
    const keys = keysOf(face);
    for (const key of keys) if (!parent.has(key)) parent.set(key, key);
    for (const key of keys.slice(1)) join(rootOf(keys[0]!), rootOf(key));
  }
  /** The name of a group is its first by the alphabet, a person before a burst, so that the order of faces does not matter. */
  function join(a: string, b: string): void {
    if (a === b) return;
    const [first, second] = rank(a) < rank(b) ? [a, b] : [b, a];
    parent.set(second, first);
  }
  return faces.map((face) => {
    const [key] = keysOf(face);
    return key === undefined ? undefined : rootOf(key);
  });
}

const rank = (key: string): string => (key.startsWith('person ') ? `0${key}` : `1${key}`);
