// `mpafer studio`: the studio on this machine, or as files for any web server.
import { Command } from 'commander';
import { MpaferError } from '../../core/errors.ts';
import { finish } from '../../core/finish.ts';
import { copyStudio } from '../../jobs/studio/copy-studio.ts';
import { serveStudio } from '../../jobs/studio/serve-studio.ts';
import { wholeNumber } from '../options/number-options.ts';
import { openAddress } from '../terminal/open-address.ts';
import { stopSignal } from '../terminal/stop-signal.ts';

interface Options {
  readonly port?: string;
  readonly open?: true;
  readonly log?: true;
  readonly out?: string;
}

export const studioCommand = (): Command =>
  new Command('studio')
    .argument('[project]', 'project to open a copy of: a folder or a zip; save it from the studio')
    .option('--port <n>', 'port of 127.0.0.1; 0 takes a free one (default: 7310, or a free one if it is taken)')
    .option('--open', 'open it in the browser')
    .option('--log', 'print every request: there is none once the page is loaded')
    .option('--out <folder>', 'write it as files for any web server, and serve nothing')
    .addHelpText(
      'after',
      `
Pictures and results stay in the browser: the page asks for nothing once it is loaded. What it keeps belongs to its address, port
included, so use the same port again.

Examples:
  mpafer studio
  mpafer studio --open --port 8000
  mpafer studio my.mpafer.zip
  mpafer studio --out site`,
    )
    .action(run);

async function run(project: string | undefined, { port, open, log, out }: Options): Promise<void> {
  if (out !== undefined) {
    const given =
      project !== undefined ? 'a project' : port !== undefined ? '--port' : open ? '--open' : log ? '--log' : undefined;
    if (given !== undefined) {
      throw new MpaferError('usage', `Cannot use ${given} with --out, which serves nothing; expected one of them`);
    }
    const { folder, files, bytes } = await copyStudio({ folder: out });
    console.log(`${folder}: ${(bytes / 1e6).toFixed(1)} MB in ${files} files`);
    return;
  }
  const stop = stopSignal(() => {}, '');
  const job = serveStudio({
    project,
    port: port === undefined ? undefined : wholeNumber('--port', port, 0, 65_535),
    signal: stop.signal,
  });
  try {
    await finish(job, (event) => {
      if (event.kind === 'request') {
        if (log) console.error(`${event.method} ${event.path} ${event.status}`);
        return;
      }
      const { address, isUnusual } = event;
      console.log(address);
      if (isUnusual) {
        console.error(
          'Another program has the usual port 7310: projects that a browser keeps for it are not seen here',
        );
      }
      console.error('Press Ctrl-C to stop');
      if (open) openAddress(address);
    });
  } finally {
    stop.release();
  }
}
