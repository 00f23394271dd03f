// A recogniser that can be asked why: scores with their parts, maps of patches, and scores without some patches, for pixels in batches.
import { frozenWeights } from '../clip/graph-weights.ts';
import type { ClipModel } from '../clip/load-clip.ts';
import type { ImageTowerWeights } from '../clip/weights.ts';
import { float32, float32Data } from '../core/array.ts';
import { MpaferError } from '../core/errors.ts';
import type { Arrays, Engine, Program } from '../engine/engine.ts';
import type { ExplanationMethod } from '../evaluate/explanation.ts';
import { input, type Tensor } from '../graph/tensor.ts';
import { pixelInput } from '../method/recogniser.ts';
import { inPrecision } from '../recognise/in-precision.ts';
import type { RecogniserParts } from '../recognise/load-run.ts';
import { explanationGraph } from './explanation-graph.ts';

/** The class that is explained, and the one that it is held against, as indices. */
export interface Question {
  readonly target: number;
  readonly against: number;
}

/** Scores of one face in cosines, for each class. */
export interface FaceScores {
  /** S = S^g + w S^l */
  readonly similarity: readonly number[];
  /** S^g */
  readonly global: readonly number[];
  /** S^l; absent without a local branch. */
  readonly local?: readonly number[];
  /** [C][N], the cosine of each patch; absent without a local branch. */
  readonly patches?: readonly (readonly number[])[];
}

export interface Explainer extends Pick<RecogniserParts, 'classes' | 'scale' | 'temperature'> {
  /** Patches from top to bottom, and from left to right. */
  readonly rows: number;
  readonly columns: number;
  /** k, 0 without a local branch; and w. */
  readonly topPatches: number;
  readonly localWeight: number;
  /** @param pixels [n, 3, S, S] */
  scores(pixels: Float32Array): Promise<readonly FaceScores[]>;
  /**
   * One map of N values for each face.
   *
   * @throws MpaferError `run` for `patches` without a local branch
   */
  maps(
    method: ExplanationMethod,
    pixels: Float32Array,
    questions: readonly Question[],
  ): Promise<readonly (readonly number[])[]>;
  /** S of each face without the patches where `keep` [n, N] is 0. */
  without(pixels: Float32Array, keep: Float32Array): Promise<readonly (readonly number[])[]>;
  release(): Promise<void>;
}

/** What an explainer is made of. */
export interface ExplainerParts extends RecogniserParts {
  /** Weights of the image tower instead of the CLIP's own, e.g. randomised ones. */
  readonly imageWeights?: ImageTowerWeights<Tensor> | undefined;
}

/** Faces in one pass. */
const batch = 32;

type ProgramName = 'scores' | 'gate' | 'gradient' | 'rollout' | 'without';

/** Programs are compiled when they are first needed. */
export function explainer(engine: Engine, clip: ClipModel, parts: ExplainerParts): Explainer {
  const { classes, classifier, options, scale, temperature } = parts;
  const { text, visual } = classifier;
  if (options.topPatches > 0 && options.localMatch === 'transport') {
    throw new MpaferError(
      'run',
      'Cannot explain this run: with localMatch=transport all patches of a face depend on each other',
      {
        hint: 'Explain a run that was trained with localMatch=top',
      },
    );
  }
  const { size, patch } = clip.config.image;
  const side = size / patch;
  const [count, patchCount, pixelCount] = [classes.length, side * side, 3 * size * size];
  const contrast = input('contrast', ['B', count]);
  const keep = input('keep', ['B', patchCount]);
  const graph = explanationGraph(
    {
      config: clip.config,
      weights: { image: parts.imageWeights ?? frozenWeights(clip.weights).image },
      pixels: pixelInput(clip.config),
      text: input('text', text.shape),
      visual: visual && input('visual', visual.shape),
      contrast,
      keep,
    },
    options,
  );
  const { logits, globalSimilarity, localSimilarity, patchSimilarity } = graph.recognition;
  const outputs: Readonly<Record<ProgramName, Readonly<Record<string, Tensor>>>> = {
    scores: {
      similarity: logits,
      global: globalSimilarity,
      ...(localSimilarity && { local: localSimilarity, patches: patchSimilarity! }),
    },
    gate: { map: graph.gate },
    gradient: { map: graph.gradient },
    rollout: { map: graph.rollout },
    without: { similarity: graph.without },
  };
  const compiled = new Map<ProgramName, Promise<Program<string>>>();
  const program = (name: ProgramName): Promise<Program<string>> => {
    const known =
      compiled.get(name) ??
      inPrecision(options.precision ?? 'float32', clip, outputs[name]).then((found) => engine.compile(found));
    compiled.set(name, known);
    return known;
  };

  /** Runs a program over rows of inputs, batch by batch, and gives each output's rows. */
  async function run(
    name: ProgramName,
    rows: number,
    inputs: Readonly<Record<string, { readonly data: Float32Array; readonly shape: readonly number[] }>>,
  ): Promise<Readonly<Record<string, readonly Float32Array[]>>> {
    const own = await program(name);
    const found: Record<string, Float32Array[]> = Object.fromEntries(
      Object.keys(outputs[name]).map((key) => [key, []]),
    );
    for (let begin = 0; begin < rows; begin += batch) {
      const n = Math.min(batch, rows - begin);
      const rowFeeds = Object.entries(inputs).map(([key, { data, shape }]) => {
        const width = data.length / rows;
        return [key, float32(data.slice(begin * width, (begin + n) * width), [n, ...shape])] as const;
      });
      const feeds: Arrays = { ...Object.fromEntries(rowFeeds), text, ...(visual && { visual }) };
      // Some maps do not depend on every input: rollout knows no class.
      const result = await own.run(
        Object.fromEntries(own.model.inputs.map(({ name: needed }) => [needed, feeds[needed]!])),
      );
      for (const [key, list] of Object.entries(found)) {
        const data = float32Data(result[key]!);
        const width = data.length / n;
        for (let row = 0; row < n; row++) list.push(data.subarray(row * width, (row + 1) * width));
      }
    }
    return found;
  }

  const pixelFeed = (pixels: Float32Array) => ({ pixels: { data: pixels, shape: [3, size, size] } });

  async function scores(pixels: Float32Array): Promise<readonly FaceScores[]> {
    const rows = pixels.length / pixelCount;
    const { similarity, global, local, patches } = await run('scores', rows, pixelFeed(pixels));
    return Array.from(
      { length: rows },
      (_, row): FaceScores => ({
        similarity: Array.from(similarity![row]!),
        global: Array.from(global![row]!),
        ...(local && {
          local: Array.from(local[row]!),
          patches: classes.map((_, own) =>
            Array.from(patches![row]!.subarray(own * patchCount, (own + 1) * patchCount)),
          ),
        }),
      }),
    );
  }

  async function without(pixels: Float32Array, keep: Float32Array): Promise<readonly (readonly number[])[]> {
    const rows = pixels.length / pixelCount;
    const found = await run('without', rows, { ...pixelFeed(pixels), keep: { data: keep, shape: [patchCount] } });
    return found.similarity!.map((row) => Array.from(row));
  }

  async function patchMaps(pixels: Float32Array, questions: readonly Question[]) {
    if (options.topPatches === 0) {
      throw new MpaferError('run', 'Cannot map patches: this run compares whole faces only, topPatches is 0', {
        hint: 'Use another method: gate, gradient or occlusion',
      });
    }
    return (await scores(pixels)).map(({ patches }, face) => patches![questions[face]!.target]!);
  }

  /** The margin of the whole face less that without each patch. */
  async function occlusionMaps(pixels: Float32Array, questions: readonly Question[]) {
    const whole = await scores(pixels);
    const maps: (readonly number[])[] = [];
    for (const [face, question] of questions.entries()) {
      const own = pixels.subarray(face * pixelCount, (face + 1) * pixelCount);
      const copies = new Float32Array(patchCount * pixelCount);
      const kept = new Float32Array(patchCount * patchCount).fill(1);
      for (let left = 0; left < patchCount; left++) {
        copies.set(own, left * pixelCount);
        kept[left * patchCount + left] = 0;
      }
      const margin = marginOf(whole[face]!.similarity, question);
      maps.push((await without(copies, kept)).map((similarity) => margin - marginOf(similarity, question)));
    }
    return maps;
  }

  async function gradientMaps(
    name: 'gate' | 'gradient' | 'rollout',
    pixels: Float32Array,
    questions: readonly Question[],
  ) {
    const rows = questions.length;
    const data = new Float32Array(rows * count);
    for (const [face, { target, against }] of questions.entries()) {
      data[face * count + target] = 1;
      data[face * count + against] = -1;
    }
    const feeds = { ...pixelFeed(pixels), contrast: { data, shape: [count] } };
    return (await run(name, rows, feeds)).map!.map((row) => Array.from(row));
  }

  return {
    classes,
    scale,
    temperature,
    rows: side,
    columns: side,
    topPatches: Math.min(options.topPatches, patchCount),
    localWeight: options.localWeight,
    scores,
    maps: (method, pixels, questions) =>
      method === 'patches'
        ? patchMaps(pixels, questions)
        : method === 'occlusion'
          ? occlusionMaps(pixels, questions)
          : gradientMaps(method, pixels, questions),
    without,
    async release() {
      for (const own of compiled.values()) await (await own).release();
    },
  };
}

/** How far a class is ahead of another. */
export const marginOf = (similarity: ArrayLike<number>, { target, against }: Question): number =>
  similarity[target]! - similarity[against]!;
