// `mpafer models`: lists, pulls and verifies CLIPs and recognisers.
import { Command } from 'commander';
import { modelsListCommand } from './models-list.ts';
import { modelsPullCommand } from './models-pull.ts';
import { modelsVerifyCommand } from './models-verify.ts';

export const modelsCommand = (): Command =>
  new Command('models')
    .addHelpText(
      'after',
      '\nExamples:\n  mpafer models list --json\n  mpafer models pull ViT-B/32\n  mpafer models verify --picture CLIP.png',
    )
    .addCommand(modelsListCommand())
    .addCommand(modelsPullCommand())
    .addCommand(modelsVerifyCommand());
