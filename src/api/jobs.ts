// `mpafer/jobs`: what the command line does, for programs. Typed options in, events out, files written.
export { finish as finishJob } from '../core/finish.ts';
export { type ComparedRuns, type CompareOptions, compareRuns } from '../jobs/compare/compare-runs.ts';
export { type AlignDataOptions, type AlignedData, alignData } from '../jobs/data/align-data.ts';
export { type CheckDataOptions, checkData } from '../jobs/data/check-data.ts';
export { type DescriptionReview, type ReviewOptions, reviewFile } from '../jobs/describe/review-descriptions.ts';
export {
  type DescribeOptions,
  type WrittenDescriptions,
  writeDescriptions,
} from '../jobs/describe/write-descriptions.ts';
export { examineMachine, type Finding } from '../jobs/doctor/examine-machine.ts';
export { evaluateRun } from '../jobs/evaluate/evaluate-run.ts';
export { type EvaluatedShard, type EvaluateShardOptions, evaluateShard } from '../jobs/evaluate/evaluate-shard.ts';
export type { EvaluateOptions } from '../jobs/evaluate/open-evaluation.ts';
export { type AblateOptions, ablate } from '../jobs/experiments/ablate.ts';
export { baseToNew } from '../jobs/experiments/base-to-new.ts';
export { type CrossResult, cross } from '../jobs/experiments/cross.ts';
export type { CrossOptions, NamedSpec } from '../jobs/experiments/cross-models.ts';
export { fewShots } from '../jobs/experiments/few-shot.ts';
export { type PrototypesOptions, type PrototypesResult, prototypes } from '../jobs/experiments/prototypes.ts';
export type { FewShotOptions } from '../jobs/experiments/shot-experiment.ts';
export { type StressOptions, type StressResult, stress } from '../jobs/experiments/stress.ts';
export {
  type ExplainEvent,
  type ExplainImagesOptions,
  type ExplainResult,
  explainImages,
} from '../jobs/explain/explain-images.ts';
export type { ImageExplanation } from '../jobs/explain/image-explanation.ts';
export {
  type FaithfulnessOptions,
  type FaithfulnessResult,
  measureFaithfulness,
} from '../jobs/explain/measure-faithfulness.ts';
export { type ExportedPack, type ExportPackOptions, exportPack } from '../jobs/export/export-pack.ts';
export { type ExportedOnnx, type ExportOnnxOptions, exportToOnnx } from '../jobs/export/export-to-onnx.ts';
export type { JobEvent } from '../jobs/job-event.ts';
export { type ListedModel, listModels } from '../jobs/models/list-models.ts';
export { type PulledClip, type PullOptions, pullClip } from '../jobs/models/pull-clip.ts';
export { type VerifiedModels, type VerifyOptions, verifyModels } from '../jobs/models/verify-models.ts';
export type { PictureInput } from '../jobs/predict/picture-inputs.ts';
export {
  type PredictEvent,
  type PredictOptions,
  type PredictResult,
  predictImages,
} from '../jobs/predict/predict-images.ts';
export type { FaceMode, PredictedFace, Prediction } from '../jobs/predict/prediction.ts';
export { type PretrainRun, pretrainModel } from '../jobs/pretrain/pretrain-model.ts';
export {
  type ServeEvent,
  type ServeOptions,
  type ServeResult,
  serveRecogniser,
} from '../jobs/serve/serve-recogniser.ts';
export {
  type Experiment,
  type ExperimentFindings,
  type ExperimentShard,
  experimentShard,
} from '../jobs/shards/experiment-shard.ts';
export { type Merged, type MergeOptions, mergeShards } from '../jobs/shards/merge-shards.ts';
export type { Shard } from '../jobs/shards/shard.ts';
export { type CopiedStudio, type CopyStudioOptions, copyStudio } from '../jobs/studio/copy-studio.ts';
export { type ServeStudioOptions, type StudioEvent, serveStudio } from '../jobs/studio/serve-studio.ts';
export { type TaughtPack, type TeachOptions, teachPack } from '../jobs/teach/teach-pack.ts';
export { type JoinRunOptions, joinRun } from '../jobs/train/join-run.ts';
export type { RunOptions, RunRecord } from '../jobs/train/run-record.ts';
export { type TrainRunOptions, trainRun } from '../jobs/train/train-run.ts';
export { type TrainSeedsOptions, trainSeeds } from '../jobs/train/train-seeds.ts';
export {
  type PredictVideosOptions,
  type PredictVideosResult,
  predictVideos,
  type VideoEvent,
} from '../jobs/video/predict-videos.ts';
export { copyWebAssets, type WebAsset, type WebAssets, type WebAssetsOptions } from '../jobs/web/copy-web-assets.ts';
export { joinTeam, type Membership } from '../platform/node/mpi/join-team.ts';
export type { Launcher } from '../platform/node/mpi/launcher.ts';
export { type PretrainConfiguration, parsePretrainConfiguration } from '../pretrain/pretrain-configuration.ts';
export type { VideoRow, WrittenFace } from '../recognise/video/frame-row.ts';
