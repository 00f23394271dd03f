// What the files of a run are called, in a folder and in a project of the studio.

/** File names inside a run folder. */
export const runFiles = {
  configuration: 'config.resolved.json',
  environment: 'environment.json',
  data: 'data.json',
  metrics: 'metrics.jsonl',
  results: 'results.csv',
  state: 'checkpoints/state.safetensors',
  previousState: 'checkpoints/state.previous.safetensors',
  last: 'checkpoints/last.safetensors',
  best: 'checkpoints/best.safetensors',
  confusion: 'confusion-matrix.svg',
  confusionTable: 'confusion-matrix.csv',
  /** The verdict on its maps, where they were measured. */
  faithfulness: 'faithfulness.json',
  report: 'report.html',
  card: 'MODEL_CARD.md',
} as const;
