// Small faces beside a large one: found by default, where the finest size is looked at around traces only, and when all of it is searched.
// Usage: node bench/faces/beside.ts. Boxes in pixels of 640 x 480; four portraits, three kinds of light, two turns.
import { faceModels, nodeEngine, openFaceFinder } from '../../src/api/node.ts';
import { collage, portraits, relit, scene } from './pictures.ts';
import { type Score, score, total } from './score.ts';

await using engine = nodeEngine({ threads: 1 });
const finder = await openFaceFinder(engine, await faceModels());
const people = await portraits();
const lights = [{}, { gain: 0.25 }, { noise: 12 }];

console.log('| small box | by default: found, others | minFace 12: found, others |\n|---|---|---|');
for (const size of [20, 28, 40]) {
  const pictures = people.flatMap((small, index) =>
    lights.flatMap((light) =>
      [0, -20].map((turn) =>
        relit(
          collage([scene(people[(index + 1) % people.length]!, 320, 480, 160), scene(small, 320, 480, size, turn)], 2),
          light,
        ),
      ),
    ),
  );
  const cells: string[] = [];
  for (const options of [{}, { minFace: 12 }]) {
    const scores: Score[] = [];
    for (const { image, eyes } of pictures) {
      const faces = await finder.find(image, options);
      const answers = faces.map(({ box, eyes: own }) => ({
        middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 },
        eyes: own,
      }));
      scores.push(score(eyes, answers));
    }
    const { faces, found, others } = total(scores);
    cells.push(`${found} of ${faces}, ${others}`);
  }
  console.log(`| ${size} | ${cells.join(' | ')} |`);
}
