// The guide's accuracy on a set of faces.
import type { Engine } from '../../engine/engine.ts';
import type { FaceSet } from '../batches/face-set.ts';
import { plainView } from '../batches/grey-view.ts';
import { tally } from '../model/zero-shot.ts';
import type { Parameters } from '../optimiser/parameters.ts';
import type { ZeroShotResults } from '../stages/run-stage.ts';
import { feedsFor } from '../stages/trainer.ts';
import { type GuideShape, guide } from './guide.ts';
import { guideWindows, windowsOf } from './guide-windows.ts';

export interface GuideProgram {
  evaluate(parameters: Parameters, faces: FaceSet): Promise<ZeroShotResults>;
  release(): Promise<void>;
}

const batch = 100;

export async function guideProgram(engine: Engine, shape: GuideShape): Promise<GuideProgram> {
  const program = await engine.compile({ scores: guide(shape, guideWindows(shape)).scores });
  return {
    async evaluate(parameters, faces) {
      const area = faces.size ** 2;
      const counts = tally(shape.classes);
      for (let first = 0; first < faces.count; first += batch) {
        const views = Array.from({ length: Math.min(batch, faces.count - first) }, (_, row) => {
          const view = new Float32Array(area);
          plainView(faces.grey, (first + row) * area, faces.size, view);
          return view;
        });
        const { scores } = await program.run(feedsFor(program, parameters, { windows: windowsOf(views, shape) }));
        for (let row = 0; row < views.length; row++) {
          const own = Array.from(scores.data.subarray(row * shape.classes, (row + 1) * shape.classes), Number);
          counts.add(faces.labels[first + row]!, own, own);
        }
      }
      return { guide: counts.result(faces.count) };
    },
    release: () => program.release(),
  };
}
