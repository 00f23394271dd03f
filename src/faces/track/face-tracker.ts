// Which face of this frame is which person of the frames before: by overlap and motion, the best pairing of all.
import type { Box } from '../face.ts';
import { cheapestPairs } from './assignment.ts';

export interface TrackerOptions {
  /** Seconds for which a person may be out of sight and keep the id (default: 1). */
  readonly longestGap?: number | undefined;
}

/** Gives faces ids that stay with a person. */
export interface FaceTracker {
  /**
   * The ids of a frame's faces, in their order; new people get the next number.
   *
   * @param timestamp seconds; an earlier one than the last restarts tracking
   */
  update(boxes: readonly Box[], timestamp: number): readonly number[];
  /** The picture has changed altogether: whoever comes now is new. */
  cut(): void;
  /** Ids that a later frame may still bring. */
  readonly alive: ReadonlySet<number>;
}

interface Track {
  readonly id: number;
  /** Centre, and the square root of the area. */
  x: number;
  y: number;
  size: number;
  /** Pixels per second. */
  speedX: number;
  speedY: number;
  seen: number;
  /** The first frame in which it was out of sight; undefined while it is seen. */
  missed: number | undefined;
}

/** Seconds over which speed is averaged: detections tremble. */
const speedMemory = 0.1;
/** Seconds after which someone out of sight is expected to have slowed down. */
const motionMemory = 1;
/** How far from the expected place a face may turn up, in face sizes: at once, and more for each second. */
const [nearby, nearbyPerSecond, farthest] = [0.8, 1.5, 3];
/** A face does not become half or twice as large between two frames; of one that is half covered, the place and speed would mislead. */
const largestGrowth = Math.log(2);
/** Costs beside the distance in face sizes: of boxes that do not overlap, of growth, and of each second out of sight. */
const [overlapCost, growthCost, gapCost] = [0.5, 0.5, 0.2];

export function faceTracker({ longestGap = 1 }: TrackerOptions = {}): FaceTracker {
  let tracks: Track[] = [];
  let last = Number.NEGATIVE_INFINITY;
  let latestId = 0;

  function update(boxes: readonly Box[], timestamp: number): readonly number[] {
    if (timestamp < last) tracks = [];
    last = timestamp;
    tracks = tracks.filter(({ missed }) => missed === undefined || timestamp - missed <= longestGap);
    const partners = cheapestPairs(
      tracks.map((track) => boxes.map((box) => costOf(track, box, timestamp))),
      farthest + overlapCost + growthCost + gapCost * longestGap,
    );
    const ids = new Array<number>(boxes.length).fill(0);
    tracks.forEach((track, index) => {
      const partner = partners[index]!;
      if (partner < 0) track.missed ??= timestamp;
      else {
        follow(track, boxes[partner]!, timestamp);
        ids[partner] = track.id;
      }
    });
    boxes.forEach((box, index) => {
      if (ids[index] !== 0) return;
      latestId++;
      ids[index] = latestId;
      tracks.push({ id: latestId, ...placeOf(box), speedX: 0, speedY: 0, seen: timestamp, missed: undefined });
    });
    return ids;
  }

  return {
    update,
    cut() {
      tracks = [];
    },
    get alive() {
      return new Set(tracks.map(({ id }) => id));
    },
  };
}

const placeOf = ({ x, y, width, height }: Box) => ({
  x: x + width / 2,
  y: y + height / 2,
  size: Math.sqrt(width * height),
});

/** Infinity when the face cannot be this person's. */
function costOf(track: Track, box: Box, timestamp: number): number {
  const { x, y, size } = placeOf(box);
  const passed = timestamp - track.seen;
  const reach = motionMemory * (1 - Math.exp(-passed / motionMemory));
  const expected = { x: track.x + track.speedX * reach, y: track.y + track.speedY * reach };
  const scale = (size + track.size) / 2;
  const far = Math.sqrt((x - expected.x) ** 2 + (y - expected.y) ** 2) / scale;
  const growth = Math.abs(Math.log(size / track.size));
  if (!(far <= Math.min(nearby + nearbyPerSecond * passed, farthest) && growth <= largestGrowth)) {
    return Number.POSITIVE_INFINITY;
  }
  const gap = track.missed === undefined ? 0 : timestamp - track.missed;
  return (
    far + overlapCost * (1 - overlapOf(expected, track.size, { x, y }, size)) + growthCost * growth + gapCost * gap
  );
}

/** Intersection over union of two squares. */
function overlapOf(a: { x: number; y: number }, sizeA: number, b: { x: number; y: number }, sizeB: number): number {
  const along = (from: number, to: number) =>
    Math.max(0, Math.min(from + sizeA / 2, to + sizeB / 2) - Math.max(from - sizeA / 2, to - sizeB / 2));
  const shared = along(a.x, b.x) * along(a.y, b.y);
  return shared / (sizeA ** 2 + sizeB ** 2 - shared);
}

function follow(track: Track, box: Box, timestamp: number): void {
  const { x, y, size } = placeOf(box);
  const passed = timestamp - track.seen;
  if (passed > 0) {
    const share = 1 - Math.exp(-passed / speedMemory);
    track.speedX += share * ((x - track.x) / passed - track.speedX);
    track.speedY += share * ((y - track.y) / passed - track.speedY);
  }
  Object.assign(track, { x, y, size, seen: timestamp, missed: undefined });
}
