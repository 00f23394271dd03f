// Notices pictures that do not look as the mode of recognition expects, and says so once.
import type { Recognition } from '../../recognise/expression-recogniser.ts';
import type { FaceMode } from './prediction.ts';

/** Pictures before a judgement; fewer say little about the others. */
const enough = 8;

/** Crops of faces are about square: the longest of usual data sets is 1.3 times as long as wide. */
const longest = 1.32;

/** @returns a function of each result, which returns the warning when it is time for it */
export function modeWarning(mode: FaceMode): (found: Recognition) => string | undefined {
  let [seen, odd, warned] = [0, 0, false];
  return (found) => {
    if (found.status === 'unreadable') return undefined;
    seen++;
    if (isOdd(found, mode)) odd++;
    if (warned || seen < enough || odd < seen / 2) return undefined;
    warned = true;
    return `${odd} of the first ${seen} pictures are too long for crops of a face: each was taken as one face, whatever it shows`;
  };
}

function isOdd(found: Recognition, mode: FaceMode): boolean {
  const [face] = found.faces;
  if (mode !== 'crop' || face === undefined) return false;
  const { width, height } = face.box;
  return Math.max(width, height) > longest * Math.min(width, height);
}
