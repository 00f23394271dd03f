import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { duration, type ProgressStream, percent, terminalProgress } from '../../../src/cli/terminal/progress.ts';

/** What a terminal shows at the end, line by line: carriage returns and erasing are carried out. */
function screen(isTTY: boolean, columns = 80): ProgressStream & { lines(): string[]; raw(): string } {
  let text = '';
  return {
    isTTY,
    columns,
    write(part) {
      text += part;
    },
    raw: () => text,
    lines: () => text.split('\n').map((line) => line.split('\r\x1b[K').at(-1)!),
  };
}

suite('progress on a terminal', () => {
  test('replaces the shown line by the next one, and clears it for a printed line', () => {
    const stream = screen(true);
    const { show, print } = terminalProgress(false, stream);
    show('1 of 3 images');
    assert.deepEqual(stream.lines(), ['1 of 3 images']);
    print('epoch 1');
    assert.deepEqual(stream.lines(), ['epoch 1', '']);
  });

  test('leaves nothing behind once cleared', () => {
    const stream = screen(true);
    const { show, clear } = terminalProgress(false, stream);
    show('1 of 3 images');
    clear();
    assert.deepEqual(stream.lines(), ['']);
    const written = stream.raw();
    clear();
    assert.equal(stream.raw(), written, 'a second time writes nothing');
  });

  test('rewrites at most ten times a second', () => {
    const stream = screen(true);
    const { show } = terminalProgress(false, stream);
    for (let index = 0; index < 1000; index++) show(`line ${index}`);
    assert.ok(stream.raw().split('\r').length < 100);
  });

  test('is not shown in a log that seems to be a terminal, as under launchers', () => {
    const stream = screen(true);
    const { show, print } = terminalProgress(false, stream, true);
    show('1 of 3 images');
    print('epoch 1');
    assert.equal(stream.raw(), 'epoch 1\n');
  });

  test('truncates a line that would wrap, as it could not be erased', () => {
    const stream = screen(true, 20);
    terminalProgress(false, stream).show('x'.repeat(50));
    assert.equal(stream.lines()[0]!.length, 19);
  });
});

test('shows nothing but printed lines where there is no terminal', () => {
  const stream = screen(false);
  const { show, print, clear } = terminalProgress(false, stream);
  show('1 of 3 images');
  print('epoch 1');
  clear();
  assert.equal(stream.raw(), 'epoch 1\n');
});

test('writes nothing at all when quiet', () => {
  const stream = screen(true);
  const { show, print, clear } = terminalProgress(true, stream);
  show('1 of 3 images');
  print('epoch 1');
  clear();
  assert.equal(stream.raw(), '');
});

test('formats durations in at most two units', () => {
  assert.deepEqual([0, 59.4, 60, 75, 3599, 3600, 90061].map(duration), [
    '0s',
    '59s',
    '1m 00s',
    '1m 15s',
    '59m 59s',
    '1h 00m',
    '25h 01m',
  ]);
  assert.deepEqual([Number.NaN, Number.POSITIVE_INFINITY].map(duration), ['?', '?']);
});

test('formats rates in per cent, and a rate without cases as none', () => {
  assert.deepEqual([0, 0.87654, 1, Number.NaN].map(percent), ['0.00 %', '87.65 %', '100.00 %', 'none']);
});
