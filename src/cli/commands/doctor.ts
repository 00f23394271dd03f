// `mpafer doctor`: checks what mpafer needs on this machine.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import { examineMachine, type Finding } from '../../jobs/doctor/examine-machine.ts';
import { examineTeam } from '../../jobs/doctor/examine-team.ts';
import { environment } from '../../platform/node/environment.ts';
import { embeddedClip } from '../../platform/node/models/models.ts';
import { joinTeam } from '../../platform/node/mpi/join-team.ts';
import { pc } from '../terminal/colours.ts';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .option('--clip <model>', 'name, folder or file of the CLIP to try', embeddedClip)
    .option('--json', 'print the findings as JSON on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  mpafer doctor --clip models/clip-vit-base-patch32\n  mpirun -n 4 mpafer doctor',
    )
    .action(run);

async function run(options: { readonly clip: string; readonly json?: true }): Promise<void> {
  const findings: Omit<Finding, 'kind'>[] = [];
  const membership = await joinTeam();
  const { team } = membership;
  const found = team.size > 1 ? examineTeam(membership, options.clip) : examineMachine(options.clip);
  for await (const { check, status, detail } of found) {
    // The first rank reports for all.
    if (team.rank > 0) continue;
    findings.push({ check, status, detail });
    if (options.json) continue;
    const mark = status === 'ok' ? pc.green('ok    ') : pc.red('failed');
    console.log(`${mark}  ${check.padEnd(16)}${detail}`);
  }
  if (options.json && team.rank === 0) console.log(json({ environment: environment(), findings }).trimEnd());
  if (findings.some(({ status }) => status === 'failed')) process.exitCode = 1;
}
