// `--split`: which faces of a data set to evaluate on.
import { Option } from 'commander';
import { splits } from '../../data/dataset.ts';

export const splitOption = (): Option =>
  new Option(
    '--split <name>',
    'faces to use (default: test; all faces of a data set without splits of its own that the run was not trained on)',
  ).choices([...splits, 'all']);
