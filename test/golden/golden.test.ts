// The golden numbers: every folder here passes, and what is wrong with a folder is noticed and named.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { copyArray, type NumericArray } from '../../src/core/array.ts';
import { parseHeader } from '../../src/safetensors/header.ts';
import { readTensor } from '../../src/safetensors/tensor.ts';
import { writeSafetensors } from '../../src/safetensors/write.ts';
import { checkFolder } from '../../tools/golden/check-folder.ts';
import { engine } from '../support/evaluate.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const tool = fileURLToPath(new URL('../../tools/golden/golden.ts', import.meta.url));
const folders = readdirSync(here).filter(
  (name) => existsSync(join(here, name, 'meta.json')) || existsSync(join(here, name, 'ids.jsonl')),
);

const scratch = mkdtempSync(join(tmpdir(), 'golden-'));
after(() => rmSync(scratch, { recursive: true }));
let copies = 0;

/** A copy of a folder that a test may spoil. */
function copyOf(name: string): string {
  const folder = join(scratch, `${name}-${copies++}`);
  cpSync(join(here, name), folder, { recursive: true });
  return folder;
}

async function check(folder: string) {
  const lines: string[] = [];
  const count = await checkFolder(folder, engine, (line) => lines.push(line));
  return { ...count, lines, failures: lines.filter((line) => line.startsWith('FAIL')) };
}

type Tensors = Record<string, NumericArray>;

/** Rewrites a safetensors file after `change` had its tensors. */
function rewrite(folder: string, file: string, change: (tensors: Tensors) => void): void {
  const bytes = readFileSync(join(folder, file));
  const header = parseHeader(bytes, bytes.length, file);
  const tensors: Tensors = {};
  for (const name of header.tensors.keys()) tensors[name] = readTensor(bytes, header, name);
  change(tensors);
  writeFileSync(join(folder, file), writeSafetensors(tensors));
}

/** Multiplies one element of a tensor. */
const scaleElement = (folder: string, file: string, tensor: string, index: number, factor: number) =>
  rewrite(folder, file, (tensors) => {
    const changed = copyArray(tensors[tensor]!);
    changed.data[index] = Number(changed.data[index]) * factor;
    tensors[tensor] = changed;
  });

test('the folders that are checked are there', () => {
  assert.deepEqual(folders.sort(), ['model-a', 'model-b', 'model-c', 'tokenizer']);
});

for (const name of folders) {
  test(`every quantity of ${name} is within tolerance`, async () => {
    const { passed, failures } = await check(join(here, name));
    assert.deepEqual(failures, []);
    assert.ok(passed >= (name === 'tokenizer' ? 100 : 50), `only ${passed} quantities were checked`);
  });
}

test('every quantity of the layout is in the table, in both precisions', async () => {
  const { lines } = await check(join(here, 'model-c'));
  const quantities = ['hard_tokens', 'hard_text', 'soft_tokens', 'soft_text', 'image_global', 'image_patches'];
  quantities.push('global_similarity', 'local_similarity', 'logits', 'loss', 'classification', 'token_alignment');
  quantities.push('prompt_alignment', 'prototype_alignment', 'grad_context', 'grad_visual_prompts');
  quantities.push('step_curve gradient_norm', 'final_context', 'final_visual_prompts');
  for (const tower of ['image_embeds', 'patch_embeds', 'text_embeds', 'logits_per_image']) {
    quantities.push(`${tower} (Hugging Face names)`, `${tower} (OpenAI names)`);
  }
  for (const quantity of quantities) {
    for (const precision of ['float32', 'float64']) {
      const found = lines.filter((line) => line.replace(/ +/g, ' ').startsWith(`ok ${quantity} ${precision}`));
      assert.equal(found.length, 1, `${quantity} ${precision}`);
    }
  }
});

const spoiled: readonly (readonly [file: string, tensor: string, index: number, factor: number, failures: number])[] = [
  ['towers.safetensors', 'patch_embeds', 7, 1 + 1e-6, 1],
  ['objective-0.safetensors', 'prototype_alignment', 0, 1.001, 2],
  ['objective-1.safetensors', 'grad_visual_prompts', 30, 1.001, 1],
  // A loss in the middle of the curve, beside gradient norms a hundred times larger.
  ['objective-0.safetensors', 'step_curve', 4 + 6 * 5, 1.01, 2],
  ['objective-0.safetensors', 'final_context', 11, 1.001, 1],
];

for (const [file, tensor, index, factor, wanted] of spoiled) {
  test(`one wrong value in ${tensor} of ${file} is noticed, and nothing else`, async () => {
    const folder = copyOf('model-b');
    scaleElement(folder, file, tensor, index, factor);
    const { failed, failures } = await check(folder);
    assert.equal(failed, wanted, failures.join('\n'));
    assert.ok(
      failures.every((line) => line.includes(tensor)),
      failures.join('\n'),
    );
    assert.ok(failures.some((line) => line.includes('float64')));
  });
}

test('a weight that differs is noticed', async () => {
  const folder = copyOf('model-b');
  scaleElement(folder, 'hf/model.safetensors', 'vision_model.post_layernorm.bias', 3, 1.5);
  const { failures } = await check(folder);
  assert.ok(failures.some((line) => line.includes('image_embeds')) && failures.some((line) => line.includes('loss')));
  assert.ok(failures.every((line) => !line.includes('text_embeds')));
});

test('a reference that is no number or has another shape is a failure', async () => {
  const folder = copyOf('model-b');
  scaleElement(folder, 'towers.safetensors', 'image_embeds', 0, Number.NaN);
  rewrite(folder, 'towers.safetensors', (tensors) => {
    const { shape } = tensors.text_embeds!;
    tensors.text_embeds = { ...tensors.text_embeds!, shape: [...shape].reverse() };
  });
  const { failures } = await check(folder);
  assert.equal(failures.filter((line) => line.includes('image_embeds')).length, 2);
  assert.equal(failures.filter((line) => line.includes('text_embeds')).length, 2);
});

test('wrong token ids are shown beside the right ones', async () => {
  const folder = copyOf('tokenizer');
  const file = join(folder, 'ids.jsonl');
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"text": "a face", "ids": [1, 2, 3]}\n`);
  const { failed, failures } = await check(folder);
  assert.equal(failed, 1);
  assert.match(failures[0]!, /"a face": found .*; expected 1,2,3$/);
});

const broken: readonly (readonly [what: string, name: string, spoil: (folder: string) => void, message: RegExp])[] = [
  [
    'no weights',
    'model-b',
    (at) => rmSync(join(at, 'hf/model.safetensors')),
    /neither hf\/model.safetensors nor openai/,
  ],
  ['no configuration', 'model-b', (at) => rmSync(join(at, 'hf/config.json')), /config.json": there is no such file/],
  [
    'no towers',
    'model-a',
    (at) => rmSync(join(at, 'towers.safetensors')),
    /towers.safetensors": there is no such file/,
  ],
  [
    'no case file',
    'model-a',
    (at) => rmSync(join(at, 'objective-1.safetensors')),
    /objective-1.*there is no such file/,
  ],
  ['no meta.json', 'model-a', (at) => rmSync(join(at, 'meta.json')), /neither meta.json nor ids.jsonl/],
  ['broken meta.json', 'model-a', (at) => writeFileSync(join(at, 'meta.json'), '{"cases": ['), /meta.json": .*JSON/],
  ['a case without k', 'model-a', (at) => editCase(at, { k: undefined }), /meta.json": .*expected number.*k/],
  [
    'an unknown alignment',
    'model-a',
    (at) => editCase(at, { pa: 'l2' }),
    /meta.json": .*"contrastive"\|"l1"\|"cosine"/,
  ],
  [
    'a missing tensor',
    'model-a',
    (at) => rewrite(at, 'objective-0.safetensors', (tensors) => delete tensors.prototypes),
    /objective-0.safetensors.*has no tensor "prototypes"/,
  ],
  [
    'a truncated file',
    'model-a',
    (at) =>
      writeFileSync(join(at, 'towers.safetensors'), readFileSync(join(at, 'towers.safetensors')).subarray(0, 999)),
    /towers.safetensors/,
  ],
  ['no tokenizer', 'tokenizer', (at) => rmSync(join(at, 'tokenizer.json')), /tokenizer.json": there is no such file/],
  [
    'a broken line',
    'tokenizer',
    (at) => writeFileSync(join(at, 'ids.jsonl'), '{"text": 3}'),
    /ids.jsonl" line 1: expected/,
  ],
];

function editCase(folder: string, change: Record<string, unknown>): void {
  const file = join(folder, 'meta.json');
  const meta = JSON.parse(readFileSync(file, 'utf8'));
  Object.assign(meta.cases[0], change);
  writeFileSync(file, JSON.stringify(meta));
}

for (const [what, name, spoil, message] of broken) {
  test(`${what}: one failure that says so`, async () => {
    const folder = copyOf(name);
    spoil(folder);
    const { failed, failures } = await check(folder);
    assert.equal(failed, 1);
    assert.match(failures[0]!, message);
  });
}

test('what a case does not say, the whole folder says, and the other way round', async () => {
  const folder = copyOf('model-b');
  const file = join(folder, 'meta.json');
  const { name_token_ids, ...meta } = JSON.parse(readFileSync(file, 'utf8'));
  const cases = meta.cases.map(({ sot, eot, dot, scale, ...own }: Record<string, unknown>) => ({
    ...own,
    name_token_ids,
  }));
  writeFileSync(file, JSON.stringify({ ...meta, scale: 20, cases }));
  assert.deepEqual((await check(folder)).failures, []);
});

test('weights under one naming are enough where both could be', async () => {
  for (const gone of ['hf/model.safetensors', 'openai.safetensors']) {
    const folder = copyOf('model-c');
    rmSync(join(folder, gone));
    const { failures, lines } = await check(folder);
    assert.deepEqual(failures, []);
    const left = gone === 'openai.safetensors' ? 'Hugging Face' : 'OpenAI';
    assert.ok(lines.filter((line) => line.includes(' names)')).every((line) => line.includes(left)));
  }
});

/** Runs the command; resolves with its exit code and everything that it printed. */
const command = (...args: readonly string[]) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, [tool, ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });

test('the command ends with 0 and a count when all is well', async () => {
  const { code, output } = await command(join(here, 'tokenizer'));
  assert.equal(code, 0, output);
  assert.match(output, /^\d+ passed, 0 failed\n$/m);
});

test('the command ends with 1 and no stack when a folder is not there, and checks the others', async () => {
  const { code, output } = await command(join(scratch, 'nowhere'), join(here, 'tokenizer'));
  assert.equal(code, 1);
  assert.match(output, /FAIL {2}Cannot check ".*nowhere": there is no such folder/);
  assert.match(output, /10\d passed, 1 failed\n$/);
  assert.doesNotMatch(output, / {4}at /);
});

test('the command without a folder tells how it is used and ends with 2', async () => {
  const { code, output } = await command();
  assert.equal(code, 2);
  assert.match(output, /^Usage: npm run golden -- DIR/);
});
