// A Slurm of four pretended nodes on this machine, as root: Debian's slurm-wlm and munge, nothing of the system's own configuration.
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface Slurm extends AsyncDisposable {
  /** To start Slurm's commands with. */
  readonly environment: NodeJS.ProcessEnv;
  /** Runs one of them and returns what it prints. */
  run(command: string, ...args: readonly string[]): string;
}

const nodes = [1, 2, 3, 4];

/** @throws where Slurm is not installed, or does not start */
export async function openSlurm(): Promise<Slurm> {
  const folder = mkdtempSync(join(tmpdir(), 'mpafer-slurm-'));
  const at = (name: string) => join(folder, name);
  const host = hostname();
  for (const name of ['state', 'log', ...nodes.flatMap((node) => [`spool/n${node}`, `tmp/n${node}`])]) {
    mkdirSync(at(name), { recursive: true });
  }
  const configuration = at('slurm.conf');
  writeFileSync(
    configuration,
    `
ClusterName=mpafer
SlurmUser=root
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=26817
AuthType=auth/munge
AuthInfo=socket=${at('munge.socket')}
StateSaveLocation=${at('state')}
SlurmdSpoolDir=${at('spool/%n')}
TmpFS=${at('tmp/%n')}
SlurmctldPidFile=${at('slurmctld.pid')}
SlurmdPidFile=${at('slurmd-%n.pid')}
SlurmctldLogFile=${at('log/slurmctld')}
SlurmdLogFile=${at('log/%n')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
MpiDefault=pmi2
KillOnBadExit=1
KillWait=5
ReturnToService=2
NodeName=n[1-4] NodeHostname=${host} NodeAddr=127.0.0.1 Port=[26821-26824] CPUs=1
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
  );
  const environment = { ...process.env, SLURM_CONF: configuration };
  const run = (command: string, ...args: readonly string[]): string =>
    execFileSync(command, args, { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  // munged refuses sockets and logs in folders that others may write to, and works as its own user only.
  const munge = at('munge');
  mkdirSync(munge);
  const id = (option: string) => Number(execFileSync('id', [option, 'munge'], { encoding: 'utf8' }));
  chownSync(munge, id('-u'), id('-g'));
  execFileSync('chmod', ['755', folder]);
  const mungeFiles = [
    '--socket',
    join(munge, 'socket'),
    '--pid-file',
    join(munge, 'pid'),
    '--log-file',
    join(munge, 'log'),
  ];
  writeFileSync(configuration, readFileSync(configuration, 'utf8').replace(at('munge.socket'), join(munge, 'socket')));
  execFileSync('runuser', [
    '-u',
    'munge',
    '--',
    'munged',
    '--force',
    ...mungeFiles,
    `--seed-file=${join(munge, 'seed')}`,
  ]);
  const close = async () => {
    for (const name of [...nodes.map((node) => `slurmd-n${node}.pid`), 'slurmctld.pid', 'munge/pid']) {
      if (existsSync(at(name))) spawnSync('kill', [readFileSync(at(name), 'utf8').trim()]);
    }
    await setTimeout(1000);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    run('slurmctld');
    for (const node of nodes) run('slurmd', '-N', `n${node}`);
    for (let looks = 0; !/^4$/m.test(run('sinfo', '--noheader', '--states=idle', '--format=%D')); looks++) {
      if (looks > 100) throw new Error(`Slurm did not start: ${run('sinfo')}`);
      await setTimeout(200);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { environment, run, [Symbol.asyncDispose]: close };
}
