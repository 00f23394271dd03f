import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { packageVersion } from '../../src/platform/node/environment.ts';
import { runFiles } from '../../src/train/run-files.ts';
import { mpafer, oneThread } from '../support/command-line.ts';
import { settings, workshop } from '../support/workshop.ts';

const shop = await workshop();

suite('the command line', { concurrency: 2 }, () => {
  test('lists commands in groups, and shows an example of each under --help', async () => {
    const { code, stdout, stderr } = await mpafer(['--help']);
    assert.deepEqual([code, stderr], [0, '']);
    const groups = stdout
      .split(/\n\n(?=\S.*:\n)/)
      .filter((section) => !/^(Usage|Options|Commands|Examples):/.test(section));
    const verbs = [...groups.join('\n').matchAll(/^ {2}([a-z-]+)/gm)].map(([, verb]) => verb!);
    for (const verb of ['train', 'evaluate', 'predict', 'models', 'demo', 'doctor'])
      assert.ok(verbs.includes(verb), verb);
    await Promise.all(
      verbs.map(async (verb) => {
        const help = await mpafer([verb, '--help']);
        assert.deepEqual([help.code, help.stderr], [0, ''], verb);
        assert.match(help.stdout, new RegExp(`\nExamples?:\n {2}mpafer ${verb}`), verb);
      }),
    );
  });

  test('lists its exit codes', async () => {
    assert.match(
      (await mpafer(['--help'])).stdout,
      /Exit codes: 0 done, 1 failed [^\n]+, 2 wrong usage, 130 stopped\n/,
    );
  });

  test('prints its version', async () => {
    assert.deepEqual(await mpafer(['--version']), { code: 0, stdout: `${packageVersion()}\n`, stderr: '' });
  });

  test('reports wrong usage without a command, with an unknown one, and with an unknown option', async () => {
    const none = await mpafer([]);
    assert.deepEqual([none.code, none.stdout], [2, '']);
    assert.match(none.stderr, /^Usage: mpafer/);
    const unknown = await mpafer(['trian']);
    assert.deepEqual([unknown.code, unknown.stdout], [2, '']);
    assert.match(unknown.stderr, /unknown command 'trian'\n\(Did you mean train\?\)\nRun with --help for usage\n/);
    const option = await mpafer(['models', 'list', '--jsn']);
    assert.deepEqual([option.code, option.stdout], [2, '']);
    assert.match(option.stderr, /unknown option '--jsn'\n\(Did you mean --json\?\)\nRun with --help for usage\n/);
  });

  test('says what a number must be', async () => {
    const engines = await mpafer(['pretrain', '--data', 'x', '--out', shop.at('out'), '--engines', 'none']);
    assert.match(engines.stderr, /Cannot use --engines none; expected a whole number from 1 to 1024\n/);
    assert.equal(engines.code, 2);
  });

  test('refuses to report on an experiment that was not run, and to study prototypes without prompts', async () => {
    const report = await mpafer(['ablate', '--data', shop.data, '--out', shop.at('none'), '--report']);
    assert.match(report.stderr, /Cannot report on "[^"]+none": no experiment has been run there\n/);
    assert.deepEqual([report.code, report.stdout], [1, '']);
    const plain = await mpafer(['prototypes', '--run', 'zero-shot', '--data', shop.data, '--out', shop.at('none')]);
    assert.match(plain.stderr, /Cannot study the prototypes of zero-shot: it has no prompts\n/);
    assert.equal(plain.code, 2);
    assert.ok(!(await readdir(shop.root)).includes('none'), 'and writes nothing');
  });

  test('uses colours under FORCE_COLOR, and never under NO_COLOR', async () => {
    const failing = ['train', '--data', 'folder:nowhere', '--out', shop.at('out'), 'epoch=1'];
    const coloured = await mpafer(failing, { env: { FORCE_COLOR: '1' } });
    assert.ok(coloured.stderr.includes('\x1b[31mError\x1b[39m'));
    for (const env of [{ NO_COLOR: '1' }, { NO_COLOR: '1', FORCE_COLOR: '1' }]) {
      const plain = await mpafer(failing, { env });
      assert.ok(plain.stderr.startsWith('Error ') && !plain.stderr.includes('\x1b'));
    }
  });

  test('ends without an error when its output is no longer read', async () => {
    const onStart = (child: ChildProcess) => child.stdout!.destroy();
    const { code, stderr } = await mpafer(['doctor', '--clip', shop.clip], { onStart });
    assert.deepEqual([code, stderr], [0, '']);
  });

  test('continues when its progress is no longer read', async () => {
    const onStart = (child: ChildProcess) => child.stderr!.destroy();
    const run = shop.at('runs', 'unread');
    const ended = await mpafer(
      ['train', '--data', shop.data, '--clip', shop.clip, '--out', run, ...oneThread, ...settings, 'epochs=1'],
      { onStart },
    );
    assert.equal(ended.code, 0);
    assert.ok((await readdir(run)).includes(runFiles.report));
  });

  test('reports that its output goes to a full disk', async () => {
    const { code, stderr } = await mpafer(['models', 'list'], {
      command: (node, program, args) => ['sh', '-c', 'exec "$@" >/dev/full', 'sh', node, program, ...args],
    });
    assert.equal(code, 1);
    assert.match(stderr, /^Error Cannot write "standard output": the disk is full\n/);
  });

  test('reports the checks of doctor as lines and as JSON', async () => {
    const [lines, json] = [
      await mpafer(['doctor', '--clip', shop.clip]),
      await mpafer(['doctor', '--clip', shop.clip, '--json']),
    ];
    assert.deepEqual([lines.code, lines.stderr], [0, '']);
    assert.match(lines.stdout, /^ok +engine +ONNX Runtime [\d.]+ \((native|WebAssembly[^)]+)\) computes a gradient$/m);
    assert.match(lines.stdout, /^ok +model +[^\n]+clip: 16 px, patch 8, 2 \+ 2 layers, SHA-256 [0-9a-f]{12}$/m);
    assert.match(lines.stdout, /^ok +recognition +the pack fer2013 recognises happiness in the portrait that ships$/m);
    assert.deepEqual([json.code, json.stderr], [0, '']);
    const { environment, findings } = JSON.parse(json.stdout);
    assert.equal(environment.mpafer, packageVersion());
    assert.deepEqual(new Set(findings.map(({ status }: { status: string }) => status)), new Set(['ok']));
  });

  test('reports what fails in doctor, runs the other checks, and exits with 1', async () => {
    await mkdir(shop.at('bare'));
    await writeFile(shop.at('file'), '');
    const { code, stdout, stderr } = await mpafer(['doctor', '--clip', shop.at('bare')], {
      env: { TMPDIR: shop.at('file') },
    });
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(stdout, /^failed +model +Cannot [^\n]+bare[^\n]+$/m);
    assert.match(stdout, /^failed +disk +[^\n]+$/m);
    assert.match(stdout, /^ok +images /m);
    assert.doesNotMatch(stdout, /^ {4}at /m);
  });
});
