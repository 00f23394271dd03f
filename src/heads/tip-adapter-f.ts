// Tip-Adapter-F (arXiv 2207.09519): the keys of Tip-Adapter's cache, trained from the shots by AdamW.
import { adamwState, adamwStep, defaultAdamw } from '../nn/optim/adamw.ts';
import { scoreGradient } from './cross-entropy.ts';
import { checkTask, type FewShotTask, type Scorer } from './few-shot-task.ts';
import { copy, type Matrix, transposedTimes, zeros } from './matrix.ts';
import { addCache, affinities, defaultTipAdapter, type TipAdapterOptions } from './tip-adapter.ts';
import { zeroShotHead } from './zero-shot.ts';

/** The paper's code: AdamW at 1e-3 with epsilon 1e-4 and weight decay 0.01, 20 epochs of at most 256 shots, cosine rate. Here each epoch is one step on all shots. */
const training = { rate: 1e-3, epsilon: 1e-4, decay: 0.01, epochs: 20 } as const;

/** The head after each epoch, so that a validation split can choose; without one the last counts. */
export function tipAdapterF(task: FewShotTask, options: TipAdapterOptions = defaultTipAdapter): readonly Scorer[] {
  checkTask(task);
  const { weight, sharpness } = options;
  const { features, labels } = task.support;
  const texts = zeroShotHead(task);
  const keys = copy(features);
  // The optimiser's moments are float32, as PyTorch's; the parameters here are not.
  const state = adamwState([Float32Array.from(keys.data)]);
  const scorers: Scorer[] = [];
  const scorer =
    (trained: Matrix): Scorer =>
    (faces) =>
      addCache(texts(faces), affinities(faces, trained, sharpness), labels, weight);
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    const near = affinities(features, keys, sharpness);
    const slopes = scoreGradient(addCache(texts(features), near, labels, weight), labels);
    // d/dk_j = sum_i slope_i,y_j a b exp(...)_ij x_i
    const pull = zeros(features.rows, keys.rows);
    for (let i = 0; i < pull.rows; i++) {
      for (let j = 0; j < pull.columns; j++) {
        const at = i * pull.columns + j;
        pull.data[at] = slopes.data[i * slopes.columns + labels[j]!]! * weight * sharpness * near.data[at]!;
      }
    }
    const gradient = transposedTimes(pull, features);
    const rate = (training.rate * (1 + Math.cos((Math.PI * epoch) / training.epochs))) / 2;
    const parameters = Float32Array.from(keys.data);
    adamwStep([parameters], [Float32Array.from(gradient.data)], state, {
      ...defaultAdamw,
      epsilon: training.epsilon,
      rate,
      decays: [training.decay],
    });
    keys.data.set(parameters);
    scorers.push(scorer(copy(keys)));
  }
  return scorers;
}
