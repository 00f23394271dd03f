// `mpafer` in Node and in pages alike, by task. Graphs are in `mpafer/graph`, the verbs of the command line in `mpafer/jobs`.

// Recognise: `openRecogniser` of each host takes and gives these.

export type {
  ExpressionRecogniser,
  FaceExpression,
  RecogniseOptions,
  Recognition,
} from '../recognise/expression-recogniser.ts';
export type { DownloadProgress } from '../recognise/fetch-bytes.ts';
export type { FacePlace } from '../recognise/picture-faces.ts';
export type { RawPixels } from '../recognise/pixels.ts';
export type { RecogniserOptions, ZeroShotRun } from '../recognise/recogniser-options.ts';
export { type FaceTableOptions, faceTable } from '../recognise/video/face-table.ts';
export {
  type FaceRow,
  frameRow,
  type PictureRow,
  type VideoColumn,
  type VideoRow,
  type WrittenFace,
} from '../recognise/video/frame-row.ts';
export type { Baseline } from '../recognise/video/neutral-baseline.ts';
export type { VideoFace, VideoOptions, VideoRecognition } from '../recognise/video/video-result.ts';
export type { FrameSelection } from '../video/frame-selection.ts';
export type { VideoInfo } from '../video/video.ts';

// Faces.

export { type AlignmentRecipe, alignFace, eyesLevel } from '../faces/alignment.ts';
export type { Box, Eyes, Face, Point } from '../faces/face.ts';
export { type FaceFinder, type FaceModels, openFaceFinder } from '../faces/face-finder.ts';
export type { FindOptions, LookOptions } from '../faces/find-options.ts';

// Explain.

export type { Explanation, ExplanationMethod, MarginParts, PatchMap } from '../evaluate/explanation.ts';
export type { ExplainedFace, ExplainOptions } from '../explain/explain-faces.ts';
export { type FaceExplainer, loadExplainer } from '../explain/load-explainer.ts';

// Train.

export { type Configuration, parseConfiguration } from '../configuration/configuration.ts';
export { defaultDescriptions } from '../method/default-descriptions.ts';
export type { Descriptions } from '../method/hard-prompt.ts';
export { type Taught, type TeachInput, teach } from '../teach/teach.ts';
export type { Facts } from '../team/agreement.ts';
export type { Team } from '../team/team.ts';
export { runFiles } from '../train/run-files.ts';
export type { TrainInput } from '../train/run-setup.ts';
export { train } from '../train/train.ts';
export type { TrainEvent } from '../train/train-event.ts';

// Data sets.

export { checkDataset } from '../data/check/check-dataset.ts';
export type { CheckReport } from '../data/check/check-report.ts';
export { contactSheet } from '../data/check/contact-sheet.ts';
export { countsPerClass, type Dataset, ofSplit, type Sample, type Split } from '../data/dataset.ts';
export type { DataHost } from '../data/host.ts';
export { type DatasetKind, datasetKinds, openDataset } from '../data/open-dataset.ts';
export { drawShots, type ShotRules } from '../data/shots.ts';

// Projects of the studio: their files, in a folder, a zip or a tab.

export * as project from '../project/project.ts';

// Evaluation.

export { type AbstentionGoal, type AbstentionResult, abstentionResult } from '../metrics/abstention-rule.ts';
export * as conformal from '../metrics/conformal.ts';
export { type Evaluation, evaluate as scorePredictions } from '../metrics/evaluation.ts';
export { compareModels, type ModelComparison } from '../metrics/model-comparison.ts';
export type { Predictions } from '../metrics/predictions.ts';
export { renderReport } from '../report/pages/run-page.ts';

// Checkpoints and export.

export { exportOnnx } from '../export/export-onnx.ts';
export { type Exportable, exportableRun, exportableZeroShot } from '../export/exportable.ts';
export { writePack } from '../export/pack.ts';
export { type Checkpoint, readCheckpoint, writeCheckpoint } from '../recognise/checkpoint.ts';

// A recogniser in parts, an engine, a CLIP and prompts: it evaluates data sets too.

export { type ClipModel, loadClip } from '../clip/load-clip.ts';
export type { ModelFolder } from '../clip/model-folder.ts';
export { type LoadRunOptions, loadRun, type RecognisedFace, type Recogniser } from '../recognise/load-run.ts';
export { type Head, type ZeroShotOptions, zeroShotRecogniser } from '../recognise/zero-shot.ts';

// Images, errors, engines, random numbers.

export { type ErrorCode, MpaferError } from '../core/errors.ts';
export type { RgbImage } from '../core/image.ts';
export { type Random, random } from '../core/random.ts';
export type { Engine, Program } from '../engine/engine.ts';
