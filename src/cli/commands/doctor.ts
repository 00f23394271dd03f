// `mpafer doctor`: checks what mpafer needs on this machine.
import { Command } from 'commander';
import pc from 'picocolors';
import { json } from '../../core/json.ts';
import { examineMachine, type Finding } from '../../jobs/doctor/examine-machine.ts';
import { environment } from '../../platform/node/environment.ts';
import { embeddedClip } from '../../platform/node/models/models.ts';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Check what mpafer needs on this machine and report what fails')
    .option('--clip <model>', 'name, folder or file of the CLIP to try', embeddedClip)
    .option('--json', 'print the findings as JSON on standard output')
    .addHelpText('after', '\nExample:\n  mpafer doctor --clip models/clip-vit-base-patch32')
    .action(run);

async function run(options: { readonly clip: string; readonly json?: true }): Promise<void> {
  const findings: Omit<Finding, 'kind'>[] = [];
  for await (const { check, status, detail } of examineMachine(options.clip)) {
    findings.push({ check, status, detail });
    if (options.json) continue;
    const mark = status === 'ok' ? pc.green('ok    ') : pc.red('failed');
    console.log(`${mark}  ${check.padEnd(16)}${detail}`);
  }
  if (options.json) console.log(json({ environment: environment(), findings }).trimEnd());
  if (findings.some(({ status }) => status === 'failed')) process.exitCode = 1;
}
