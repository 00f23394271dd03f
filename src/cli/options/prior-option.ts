// `--prior`: how frequent zero-shot takes its classes to be.
import { Option } from 'commander';
import { priors } from '../../recognise/prior.ts';

export const priorOption = (): Option =>
  new Option(
    '--prior <name>',
    'with --run zero-shot: classes as frequent as in the training of the CLIP (trained, the default), or all alike (even)',
  ).choices(priors);
