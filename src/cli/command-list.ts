// The commands, each loaded only when it is called: loading all of them takes longer than most of what one waits for.
import type { Command } from 'commander';

export interface ListedCommand {
  readonly name: string;
  /** What follows its name on a command line, as its help says. */
  readonly takes: string;
  readonly about: string;
  /** The command without its description. */
  load(): Promise<Command>;
}

/** In the groups and order of `mpafer --help`. */
export const commandGroups: Readonly<Record<string, readonly ListedCommand[]>> = {
  'Recognise and train:': [
    {
      name: 'studio',
      takes: '[options] [project]',
      about: 'Look at faces, teach a recogniser and understand it, in a browser on this machine',
      load: async () => (await import('./commands/studio.ts')).studioCommand(),
    },
    {
      name: 'predict',
      takes: '[options] [images...]',
      about: 'Find the faces in photos and videos and recognise their expressions',
      load: async () => (await import('./commands/predict.ts')).predictCommand(),
    },
    {
      name: 'explain',
      takes: '[options] [images...]',
      about: 'Explain what is recognised in face images: the parts of the margin, and maps',
      load: async () => (await import('./commands/explain.ts')).explainCommand(),
    },
    {
      name: 'serve',
      takes: '[options]',
      about: 'Recognise the expression of every face in pictures over HTTP',
      load: async () => (await import('./commands/serve.ts')).serveCommand(),
    },
    {
      name: 'teach',
      takes: '[options]',
      about: 'Make a recogniser from a few faces of each class, in a second',
      load: async () => (await import('./commands/teach.ts')).teachCommand(),
    },
    {
      name: 'train',
      takes: '[options] [settings...]',
      about: 'Train MPA-FER prompts: text and visual prompts learn, CLIP stays frozen',
      load: async () => (await import('./commands/train.ts')).trainCommand(),
    },
    {
      name: 'evaluate',
      takes: '[options]',
      about: 'Score a trained run on a split of a data set',
      load: async () => (await import('./commands/evaluate.ts')).evaluateCommand(),
    },
    {
      name: 'compare',
      takes: '[options] <first> <second>',
      about: 'Compare two runs on the same faces: McNemar, paired bootstrap, disagreements',
      load: async () => (await import('./commands/compare.ts')).compareCommand(),
    },
    {
      name: 'merge',
      takes: '[options] <out>',
      about: 'Make the whole out of shards: the bytes that one process would have written',
      load: async () => (await import('./commands/merge.ts')).mergeCommand(),
    },
    {
      name: 'export',
      takes: '[options]',
      about: 'Write a recogniser as one ONNX file, or as a pack of prompts without CLIP',
      load: async () => (await import('./commands/export.ts')).exportCommand(),
    },
  ],
  'Experiments:': [
    {
      name: 'ablate',
      takes: '[options] [settings...]',
      about: "Compare variants of the method over seeds: the paper's tables, or every switch",
      load: async () => (await import('./commands/ablate.ts')).ablateCommand(),
    },
    {
      name: 'cross',
      takes: '[options] [settings...]',
      about: 'Train on one data set, test on others: a matrix of WAR and UAR',
      load: async () => (await import('./commands/cross.ts')).crossCommand(),
    },
    {
      name: 'stress',
      takes: '[options]',
      about: 'Measure a trained run on degraded faces: accuracy against severity',
      load: async () => (await import('./commands/stress.ts')).stressCommand(),
    },
    {
      name: 'prototypes',
      takes: '[options]',
      about: "Show how well a run's prototypes separate the classes: similarities, a map, the nearest faces",
      load: async () => (await import('./commands/prototypes.ts')).prototypesCommand(),
    },
    {
      name: 'faithfulness',
      takes: '[options]',
      about: 'Measure whether the maps of `mpafer explain` are true of a run',
      load: async () => (await import('./commands/faithfulness.ts')).faithfulnessCommand(),
    },
  ],
  'Data, models and descriptions:': [
    {
      name: 'data',
      takes: '',
      about: 'Inspect data sets',
      load: async () => (await import('./commands/data.ts')).dataCommand(),
    },
    {
      name: 'models',
      takes: '',
      about: 'List, pull and verify CLIPs (--clip) and trained recognisers (--run)',
      load: async () => (await import('./commands/models.ts')).modelsCommand(),
    },
    {
      name: 'describe',
      takes: '[options]',
      about: 'Have a language model describe classes for hard prompts; only class names are sent',
      load: async () => (await import('./commands/describe.ts')).describeCommand(),
    },
    {
      name: 'pretrain',
      takes: '[options] [settings...]',
      about: 'Train a small CLIP of faces from scratch (takes hours; can be stopped and resumed)',
      load: async () => (await import('./commands/pretrain.ts')).pretrainCommand(),
    },
    {
      name: 'web-assets',
      takes: '[options] <folder>',
      about: 'Copy what a page needs (worker, WebAssembly, models) into the folder that a site serves',
      load: async () => (await import('./commands/web-assets.ts')).webAssetsCommand(),
    },
  ],
  'Getting started and getting help:': [
    {
      name: 'demo',
      takes: '[options]',
      about:
        'Find and recognise the faces of photos, train prompts on drawn faces, write a report (about a minute, no data needed)',
      load: async () => (await import('./commands/demo.ts')).demoCommand(),
    },
    {
      name: 'doctor',
      takes: '[options]',
      about: 'Check what mpafer needs on this machine and report what fails',
      load: async () => (await import('./commands/doctor.ts')).doctorCommand(),
    },
    {
      name: 'errors',
      takes: '[code]',
      about: 'Explain an error code: what it means, typical messages, what to do',
      load: async () => (await import('./commands/errors.ts')).errorsCommand(),
    },
  ],
};
