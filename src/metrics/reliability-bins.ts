// Reliability diagram: faces binned by confidence, and the expected calibration error.
import { confidences, type Predictions, predictedClasses } from './predictions.ts';

export interface ReliabilityBin {
  /** Confidences in `(lower, upper]`; the first bin includes 0. */
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
  /** Mean confidence in the bin; NaN if empty. */
  readonly confidence: number;
  /** Share of correct predictions; NaN if empty. */
  readonly accuracy: number;
}

/** Bins of equal width over confidence 0-1, by the rule of Guo et al. 2017. */
export function reliabilityBins(predictions: Predictions, binCount = 15): readonly ReliabilityBin[] {
  const predicted = predictedClasses(predictions);
  const bins = Array.from({ length: binCount }, () => ({ n: 0, confidence: 0, right: 0 }));
  confidences(predictions).forEach((confidence, face) => {
    const bin = bins[Math.min(Math.max(Math.ceil(confidence * binCount) - 1, 0), binCount - 1)]!;
    bin.n += 1;
    bin.confidence += confidence;
    bin.right += predicted[face] === predictions.labels[face] ? 1 : 0;
  });
  return bins.map(({ n, confidence, right }, index) => ({
    lower: index / binCount,
    upper: (index + 1) / binCount,
    n,
    confidence: confidence / n,
    accuracy: right / n,
  }));
}

/** ECE: the mean gap between confidence and accuracy, weighted by the faces in each bin. 0 is calibrated. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, bin) => sum + bin.n, 0);
  const gaps = bins.reduce((sum, bin) => sum + (bin.n === 0 ? 0 : bin.n * Math.abs(bin.accuracy - bin.confidence)), 0);
  return gaps / total;
}
