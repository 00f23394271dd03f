// What runs anywhere: CLIP, the method, data, training, metrics, reports.

export type { ClipConfig } from '../clip/config.ts';
export { frozenWeights } from '../clip/graph-weights.ts';
export { type ImageFeatures, imageTower } from '../clip/image-tower.ts';
export { type ClipModel, loadClip } from '../clip/load-clip.ts';
export type { ModelFolder } from '../clip/model-folder.ts';
export { preprocess } from '../clip/preprocess.ts';
export { textTower } from '../clip/text-tower.ts';
export { tokenBatch } from '../clip/token-batch.ts';
export { createTokenizer, type Tokenizer } from '../clip/tokenizer.ts';
export { type Configuration, parseConfiguration } from '../configuration/configuration.ts';
export { float32, float64, int64, type NumericArray } from '../core/array.ts';
export { type ErrorCode, MpaferError } from '../core/errors.ts';
export type { RgbImage } from '../core/image.ts';
export { type Random, random } from '../core/random.ts';
export { checkDataset } from '../data/check/check-dataset.ts';
export type { CheckReport } from '../data/check/check-report.ts';
export { contactSheet } from '../data/check/contact-sheet.ts';
export { countsPerClass, type Dataset, ofSplit, type Sample, type Split } from '../data/dataset.ts';
export type { DataHost } from '../data/host.ts';
export { type DatasetKind, datasetKinds, openDataset } from '../data/open-dataset.ts';
export { type Sampler, samplers } from '../data/sampler.ts';
export type { Engine, Program } from '../engine/engine.ts';
export { type Perturbation, perturbations } from '../experiments/perturbations.ts';
export { type PrincipalPlane, principalPlane } from '../experiments/principal-plane.ts';
export { exportOnnx } from '../export/export-onnx.ts';
export { type Exportable, exportableRun, exportableZeroShot } from '../export/exportable.ts';
export { writePack } from '../export/pack.ts';
export type { Tensor } from '../graph/tensor.ts';
export { defaultDescriptions } from '../method/default-descriptions.ts';
export { type Descriptions, hardPrompts, hardSentences } from '../method/hard-prompt.ts';
export { objective } from '../method/objective.ts';
export { defaultMethod, type MethodOptions } from '../method/options.ts';
export { prototypes } from '../method/prototypes.ts';
export { recognise } from '../method/recogniser.ts';
export { softPrompts } from '../method/soft-prompt.ts';
export { type AbstentionGoal, type AbstentionResult, abstentionResult } from '../metrics/abstention-rule.ts';
export { adaptive, classThresholds, conformalThreshold, leastAmbiguous, predictionSets } from '../metrics/conformal.ts';
export { type Evaluation, evaluate } from '../metrics/evaluation.ts';
export { type McnemarResult, mcnemar } from '../metrics/mcnemar.ts';
export { compareModels, type ModelComparison } from '../metrics/model-comparison.ts';
export type { Predictions } from '../metrics/predictions.ts';
export { type Checkpoint, readCheckpoint, writeCheckpoint } from '../recognise/checkpoint.ts';
export type {
  ExpressionRecogniser,
  FaceExpression,
  RecogniseOptions,
  Recognition,
} from '../recognise/expression-recogniser.ts';
export type { DownloadProgress } from '../recognise/fetch-bytes.ts';
export { type LoadRunOptions, loadRun, type RecognisedFace, type Recogniser } from '../recognise/load-run.ts';
export type { RawPixels } from '../recognise/pixels.ts';
export type { RecogniserOptions, ZeroShotRun } from '../recognise/recogniser-options.ts';
export { type Head, type ZeroShotOptions, zeroShotRecogniser } from '../recognise/zero-shot.ts';
export { renderReport } from '../report/pages/run-page.ts';
export type { TrainInput } from '../train/run-setup.ts';
export { train } from '../train/train.ts';
export type { TrainEvent } from '../train/train-event.ts';
