// The shape of every weight of a CLIP, from its configuration.
import type { ClipConfig, TransformerConfig } from './config.ts';
import type { BlockWeights, ClipWeights, LinearWeights, NormWeights } from './weights.ts';

type Shape = readonly number[];

/** Shapes as the record `ClipWeights` tells them: linear weights and projections [out, in]. */
export function clipShapes({ image, text, embedding }: ClipConfig): ClipWeights<Shape> {
  const patches = (image.size / image.patch) ** 2;
  return {
    image: {
      patchEmbedding: [image.width, 3, image.patch, image.patch],
      classEmbedding: [image.width],
      positionEmbedding: [1 + patches, image.width],
      preNorm: norm(image.width),
      blocks: blocks(image),
      postNorm: norm(image.width),
      projection: [embedding, image.width],
    },
    text: {
      tokenEmbedding: [text.vocabulary, text.width],
      positionEmbedding: [text.positions, text.width],
      blocks: blocks(text),
      finalNorm: norm(text.width),
      projection: [embedding, text.width],
    },
    logitScale: [],
  };
}

const norm = (width: number): NormWeights<Shape> => ({ scale: [width], bias: [width] });

const linear = (from: number, to: number): LinearWeights<Shape> => ({ weight: [to, from], bias: [to] });

const blocks = ({ width, hidden, layers }: TransformerConfig): BlockWeights<Shape>[] =>
  Array.from({ length: layers }, () => ({
    attentionNorm: norm(width),
    attention: {
      query: linear(width, width),
      key: linear(width, width),
      value: linear(width, width),
      output: linear(width, width),
    },
    feedForwardNorm: norm(width),
    feedForward: { expand: linear(width, hidden), contract: linear(hidden, width) },
  }));
