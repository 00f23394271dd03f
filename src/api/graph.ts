// `mpafer/graph`: tensors, every operator, gradients and ONNX models; CLIP's towers and the method as graphs. For code that computes.

/** CLIP: its towers as graphs, and what they are fed. */
export type { ClipConfig } from '../clip/config.ts';
export { frozenWeights } from '../clip/graph-weights.ts';
export { type ImageFeatures, imageTower } from '../clip/image-tower.ts';
export { preprocess } from '../clip/preprocess.ts';
export { textTower } from '../clip/text-tower.ts';
export { tokenBatch } from '../clip/token-batch.ts';
export { createTokenizer, type Tokenizer } from '../clip/tokenizer.ts';
/** Arrays: what goes into and comes out of a program. */
export { type DType, float32, float32Data, float64, int64, type NumericArray } from '../core/array.ts';
export type { Dimension, Shape } from '../core/shape.ts';
/** Engines: `nodeEngine()` and `browserEngine()` of `mpafer` make one. */
export type { Arrays, Engine, Program } from '../engine/engine.ts';
/** Graphs: what they cost, as text, differentiated, and written as ONNX models. */
export { type Cost, cost } from '../graph/cost.ts';
export { gradients } from '../graph/gradients.ts';
/** Operators. */
export { absolute } from '../graph/ops/absolute.ts';
export { add } from '../graph/ops/add.ts';
export { axisLength } from '../graph/ops/axis-length.ts';
export { cast } from '../graph/ops/cast.ts';
export { concat } from '../graph/ops/concat.ts';
export { contractRows } from '../graph/ops/contract-rows.ts';
export { divide } from '../graph/ops/divide.ts';
export { equal } from '../graph/ops/equal.ts';
export { erf } from '../graph/ops/erf.ts';
export { exp } from '../graph/ops/exp.ts';
export { expand } from '../graph/ops/expand.ts';
export { gather } from '../graph/ops/gather.ts';
export { gatherElements } from '../graph/ops/gather-elements.ts';
export { greater } from '../graph/ops/greater.ts';
export { layerNorm } from '../graph/ops/layer-norm.ts';
export { linear, type MatrixLayout } from '../graph/ops/linear.ts';
export { log } from '../graph/ops/log.ts';
export { logSoftmax } from '../graph/ops/log-softmax.ts';
export { matMul } from '../graph/ops/mat-mul.ts';
export { mean } from '../graph/ops/mean.ts';
export { multiply } from '../graph/ops/multiply.ts';
export { negate } from '../graph/ops/negate.ts';
export { gatherNeighbours, neighbours } from '../graph/ops/neighbours.ts';
export { pad } from '../graph/ops/pad.ts';
export { reduceMax } from '../graph/ops/reduce-max.ts';
export { reduceSum } from '../graph/ops/reduce-sum.ts';
export { reshape } from '../graph/ops/reshape.ts';
export { scaled } from '../graph/ops/scaled.ts';
export { scatterAdd } from '../graph/ops/scatter-add.ts';
export { scatterElements } from '../graph/ops/scatter-elements.ts';
export { sigmoid } from '../graph/ops/sigmoid.ts';
export { sign } from '../graph/ops/sign.ts';
export { silu } from '../graph/ops/silu.ts';
export { slice } from '../graph/ops/slice.ts';
export { softmax } from '../graph/ops/softmax.ts';
export { sqrt } from '../graph/ops/sqrt.ts';
export { subtract } from '../graph/ops/subtract.ts';
export { sumTo } from '../graph/ops/sum-to.ts';
export { tanh } from '../graph/ops/tanh.ts';
export { type TopK, topK } from '../graph/ops/top-k.ts';
export { transpose } from '../graph/ops/transpose.ts';
export { where } from '../graph/ops/where.ts';
export { zeros } from '../graph/ops/zeros.ts';
export { printGraph } from '../graph/print-graph.ts';
/** Tensors, and what an operator of your own is made of. */
export {
  type Applied,
  type Attributes,
  apply,
  applyAll,
  constant,
  type EmittedCall,
  type Emitter,
  input,
  type NoAttributes,
  type Operator,
  scalar,
  type Tensor,
  type TensorType,
  weight,
} from '../graph/tensor.ts';
/** The method: prompts, prototypes, recognition and the objective as graphs. */
export { hardPrompts, hardSentences } from '../method/hard-prompt.ts';
export { objective } from '../method/objective.ts';
export { defaultMethod, type MethodOptions } from '../method/options.ts';
export { prototypes } from '../method/prototypes.ts';
export { recognise } from '../method/recogniser.ts';
export { softPrompts } from '../method/soft-prompt.ts';
export { type OnnxModel, type Provider, writeOnnx } from '../onnx/model.ts';
