// Models from a hub on this machine, which cuts connections, flips bits and is busy.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { hubName } from '../../../../../src/platform/node/models/hub/hub-name.ts';
import { publishedModels } from '../../../../../src/platform/node/models/hub/published-models.ts';
import { pullModel } from '../../../../../src/platform/node/models/hub/pull-model.ts';
import { pulledModels } from '../../../../../src/platform/node/models/hub/pulled-models.ts';
import { refuses } from '../../../../data/refuses.ts';
import { full, type Handle, openingFiles, replaceFiles } from '../../files/failing-files.ts';
import { cacheFor, commit, someFiles, wanted } from './hub-folder.ts';
import { bytesOf, digestOf, type Fault, hubServer } from './hub-server.ts';

const weights = bytesOf(someFiles['model.safetensors']!);
const digest = digestOf('model.safetensors', weights);

const server = await hubServer({
  'tiny/clip': { files: someFiles, commit, licence: 'apache-2.0' },
  'tiny/pickle': { files: { 'config.json': '{}', 'pytorch_model.bin': 'x' }, commit },
  'tiny/private': { files: someFiles, commit, token: 'secret' },
  'openai/clip-vit-base-patch32': { files: someFiles, commit: publishedModels[0]!.revision },
});

async function pull(t: TestContext, name = 'tiny/clip', faults: readonly Fault[] = []) {
  const settings = await cacheFor(t, server);
  server.faults.set('model.safetensors', [...faults]);
  server.requests.length = 0;
  const repository = join(settings.cache, `models--${name.replace('/', '--')}`);
  return { settings, repository, snapshot: () => pullModel(hubName(name), settings) };
}

/** Where requests for the weights went on, each once: on the way to the file's own address a range is asked for twice. */
const resumedAt = (): number[] => {
  const asked = server.requests.filter(({ path, range }) => path.endsWith('.safetensors') && range !== undefined);
  return [...new Set(asked.map(({ range }) => Number(/^bytes=(\d+)-$/.exec(range!)![1])))];
};

/** What lies in the cache of a model's blobs. */
const blobs = (repository: string): Promise<readonly string[]> => readdir(join(repository, 'blobs')).catch(() => []);

suite('what is pulled', () => {
  test('is stored where every hub client looks for it', async (t) => {
    const { snapshot, repository } = await pull(t);
    const { path, id, commit: found } = await snapshot();
    assert.deepEqual([id, found, path], ['tiny/clip', commit, join(repository, 'snapshots', commit)]);
    assert.deepEqual((await readdir(path)).sort(), [...wanted].sort());
    for (const name of wanted) {
      const content = bytesOf(someFiles[name]!);
      assert.equal(await readlink(join(path, name)), `../../blobs/${digestOf(name, content)}`);
      assert.deepEqual(new Uint8Array(await readFile(join(path, name))), content, name);
    }
    assert.equal(await readFile(join(repository, 'refs', 'main'), 'utf8'), commit);
    assert.equal((await blobs(repository)).length, wanted.length);
  });

  test('is reported before the download: files, sizes, commit, licence', async (t) => {
    const { settings } = await pull(t);
    const told: unknown[] = [];
    const progress = new Map<string, number>();
    await pullModel(hubName('tiny/clip'), settings, {
      found: (model) => told.push(model),
      progress: ({ path }, bytes) => progress.set(path, bytes),
    });
    const files = wanted.map((path) => {
      const bytes = bytesOf(someFiles[path]!);
      return { path, bytes: bytes.length, digest: digestOf(path, bytes) };
    });
    assert.deepEqual(told, [{ id: 'tiny/clip', revision: 'main', commit, licence: 'apache-2.0', files }]);
    assert.deepEqual(
      [...progress],
      files.map(({ path, bytes }) => [path, bytes]),
    );
  });

  test('is not pulled again', async (t) => {
    const { snapshot } = await pull(t);
    await snapshot();
    const sent = server.sent('model.safetensors');
    await snapshot();
    assert.equal(server.sent('model.safetensors'), sent);
  });

  test('by commit records no branch', async (t) => {
    const { repository, snapshot } = await pull(t, 'tiny/clip');
    const { settings } = await pull(t);
    await pullModel(hubName(`tiny/clip@${commit}`), settings);
    assert.ok(!existsSync(join(settings.cache, 'models--tiny--clip', 'refs')));
    await snapshot();
    assert.ok(existsSync(join(repository, 'refs')));
  });
});

suite('connections that break', () => {
  test('are resumed from the byte where they broke off', async (t) => {
    const { snapshot, repository } = await pull(t, 'tiny/clip', [
      { kind: 'cut', after: 50_000 },
      { kind: 'cut', after: 70_000 },
    ]);
    const { path } = await snapshot();
    assert.deepEqual(new Uint8Array(await readFile(join(path, 'model.safetensors'))), weights);
    const [first, second, ...more] = resumedAt();
    // What was on its way when the connection broke may or may not have arrived.
    assert.ok(first! > 0 && first! <= 50_000 && second! > first! && second! <= first! + 70_000, `${first} ${second}`);
    assert.deepEqual(more, []);
    assert.ok((await blobs(repository)).every((name) => /^[0-9a-f]{40,64}$/.test(name)));
  });

  test('are resumed by a later call', async (t) => {
    const { snapshot, repository } = await pull(t);
    await mkdir(join(repository, 'blobs'), { recursive: true });
    await writeFile(join(repository, 'blobs', `${digest}.mpafer-part`), weights.slice(0, 123_456));
    const { path } = await snapshot();
    assert.deepEqual(resumedAt(), [123_456]);
    assert.deepEqual(new Uint8Array(await readFile(join(path, 'model.safetensors'))), weights);
  });

  test('restart if the hub does not support ranges', async (t) => {
    const { snapshot } = await pull(t, 'tiny/clip', [{ kind: 'cut', after: 50_000 }, { kind: 'ignore-range' }]);
    const { path } = await snapshot();
    assert.deepEqual(new Uint8Array(await readFile(join(path, 'model.safetensors'))), weights);
  });

  test('are abandoned if nothing arrives, keeping what was received', async (t) => {
    const cuts: Fault[] = Array.from({ length: 4 }, () => ({ kind: 'cut', after: 0 }));
    const { snapshot, repository } = await pull(t, 'tiny/clip', [{ kind: 'cut', after: 30_000 }, ...cuts]);
    await assert.rejects(snapshot(), {
      code: 'model',
      message: /^Cannot pull model\.safetensors: the connection keeps breaking/,
      hint: /^\d+ of 200000 bytes are kept; pull again to continue$/,
    });
    const { size } = await stat(join(repository, 'blobs', `${digest}.mpafer-part`));
    assert.ok(size > 0 && size <= 30_000);
    assert.ok(!existsSync(join(repository, 'snapshots', commit, 'model.safetensors')));
    await snapshot();
    assert.equal(resumedAt().at(-1), size);
  });

  test('can be aborted, keeping what was received', async (t) => {
    const { settings, repository } = await pull(t, 'tiny/clip', [{ kind: 'cut', after: 40_000 }]);
    const controller = new AbortController();
    const pulling = pullModel(hubName('tiny/clip'), settings, {
      signal: controller.signal,
      progress: ({ path }) => path === 'model.safetensors' && controller.abort(),
    });
    await assert.rejects(pulling, { code: 'aborted', message: 'Stopped; the part downloaded so far is kept' });
    assert.ok((await blobs(repository)).includes(`${digest}.mpafer-part`));
    assert.deepEqual(await readdir(join(settings.cache, '.locks', 'models--tiny--clip')), []);
  });
});

suite('bytes that are not what the hub announced', () => {
  test('are fetched again', async (t) => {
    const { snapshot } = await pull(t, 'tiny/clip', [{ kind: 'flip', at: 77_777 }]);
    const { path } = await snapshot();
    assert.deepEqual(new Uint8Array(await readFile(join(path, 'model.safetensors'))), weights);
  });

  test('never become a file of the cache', async (t) => {
    for (const fault of [
      { kind: 'flip', at: 0 },
      { kind: 'flip', at: weights.length - 1 },
    ] as const) {
      const { snapshot, repository } = await pull(t, 'tiny/clip', [fault, fault]);
      await assert.rejects(snapshot(), {
        code: 'model',
        message: new RegExp(
          `^Cannot pull model\\.safetensors: SHA-256 of the download is [0-9a-f]{64}; expected ${digest}$`,
        ),
      });
      assert.ok((await blobs(repository)).every((name) => !name.startsWith(digest)));
    }
  });

  test('are detected in small files too, by git id', async (t) => {
    const { snapshot } = await pull(t);
    server.faults.set('tokenizer.json', [
      { kind: 'flip', at: 3 },
      { kind: 'flip', at: 3 },
    ]);
    await assert.rejects(snapshot(), {
      message: /^Cannot pull tokenizer\.json: git id of the download is [0-9a-f]{40}; expected/,
    });
  });

  test('are refused when there are too many of them', async (t) => {
    const faults: Fault[] = Array.from({ length: 4 }, () => ({ kind: 'too-long' }));
    const { snapshot } = await pull(t, 'tiny/clip', faults);
    await assert.rejects(snapshot(), {
      message: /the connection keeps breaking \(more than 200000 bytes were sent\)$/,
    });
  });

  test('and already in the cache are replaced', async (t) => {
    const { snapshot, repository } = await pull(t);
    const { path } = await snapshot();
    const damaged = weights.slice();
    damaged[5]! ^= 0x80;
    await writeFile(join(repository, 'blobs', digest), damaged);
    await snapshot();
    assert.deepEqual(new Uint8Array(await readFile(join(path, 'model.safetensors'))), weights);
  });

  test('are refused at once when the hub announces other weights than OpenAI published', async (t) => {
    const { snapshot, repository } = await pull(t, 'openai/clip-vit-base-patch32');
    await assert.rejects(snapshot(), {
      code: 'model',
      message: new RegExp(`the SHA-256 of its weights is ${digest}, OpenAI's is ${publishedModels[0]!.sha256}$`),
    });
    assert.deepEqual(await blobs(repository), []);
  });
});

suite('a disk that does not take what is pulled', () => {
  const isPart = (path: string) => path.endsWith(`${digest}.mpafer-part`);

  /** Takes at most so many bytes of a write, and none behind `end`. */
  const narrow = (most: number, end: number) =>
    openingFiles(isPart, (handle) => {
      const write = handle.write.bind(handle) as (...args: unknown[]) => Promise<{ bytesWritten: number }>;
      handle.write = (async (chunk: Uint8Array, begin: number, length: number, at: number) => {
        const room = Math.min(length, most, end - at);
        if (room <= 0) throw full();
        return write(chunk, begin, room, at);
      }) as Handle['write'];
    });

  test('is reported by name, blocks nothing, and the download can be resumed', async (t) => {
    const { snapshot, repository, settings } = await pull(t);
    const restore = replaceFiles(t, { open: narrow(Number.POSITIVE_INFINITY, 123_456) });
    await refuses(snapshot(), 'disk', new RegExp(`^Cannot write "[^"]+/blobs/${digest}": the disk is full$`));
    const part = await readFile(join(repository, 'blobs', `${digest}.mpafer-part`));
    assert.deepEqual(new Uint8Array(part), weights.slice(0, 123_456));
    assert.deepEqual(await readdir(join(settings.cache, '.locks', 'models--tiny--clip')), []);
    assert.ok(!existsSync(join(repository, 'snapshots', commit, 'model.safetensors')));
    assert.deepEqual(await pulledModels(settings.cache), []);
    restore();
    const { path } = await snapshot();
    assert.deepEqual(resumedAt(), [123_456]);
    assert.deepEqual(new Uint8Array(await readFile(join(path, 'model.safetensors'))), weights);
  });

  test('but accepts partial writes receives everything in one call', async (t) => {
    const { snapshot } = await pull(t);
    const sent = server.sent('model.safetensors');
    const restore = replaceFiles(t, { open: narrow(1000, weights.length) });
    const { path } = await snapshot();
    restore();
    assert.deepEqual(new Uint8Array(await readFile(join(path, 'model.safetensors'))), weights);
    assert.equal(server.sent('model.safetensors') - sent, weights.length);
  });

  test('says so only when it is flushed, or when the file is put in place', async (t) => {
    for (const methods of [
      {
        open: openingFiles(isPart, (handle) => {
          handle.sync = async () => {
            throw full();
          };
        }),
      },
      {
        rename: async () => {
          throw full();
        },
      },
    ]) {
      const { snapshot, repository } = await pull(t);
      const restore = replaceFiles(t, methods);
      await refuses(snapshot(), 'disk', /": the disk is full$/);
      assert.ok(!existsSync(join(repository, 'blobs', digest)));
      restore();
      await snapshot();
      assert.deepEqual(new Uint8Array(await readFile(join(repository, 'blobs', digest))), weights);
    }
  });
});

suite('the hub', () => {
  test('is asked again when it is busy', async (t) => {
    const { snapshot } = await pull(t, 'tiny/clip', [
      { kind: 'status', status: 503 },
      { kind: 'status', status: 429, retryAfter: 1 },
    ]);
    const { path } = await snapshot();
    assert.deepEqual(new Uint8Array(await readFile(join(path, 'model.safetensors'))), weights);
  });

  test('is believed when it refuses a file', async (t) => {
    const { snapshot } = await pull(t, 'tiny/clip', [{ kind: 'status', status: 403 }]);
    await assert.rejects(snapshot(), {
      code: 'model',
      message: `Cannot pull model.safetensors: ${server.url} answered with status 403`,
    });
  });

  test('has no such model, or no such revision', async (t) => {
    const { settings } = await pull(t);
    await assert.rejects(pullModel(hubName('no/body'), settings), {
      code: 'model',
      message: `Cannot pull "no/body" at main: ${server.url} has no such model, or it is private: set HF_TOKEN to a token that may read it`,
    });
    await assert.rejects(pullModel(hubName('tiny/clip@v9'), settings), { message: /has no such model or revision$/ });
  });

  test('has a model without safetensors', async (t) => {
    const { snapshot } = await pull(t, 'tiny/pickle');
    await assert.rejects(snapshot(), {
      code: 'model',
      message: 'Cannot pull "tiny/pickle" at main: it has no model.safetensors',
      hint: /try NAME@refs\/pr\/NUMBER/,
    });
  });

  test('is shown a token, which goes nowhere else', async (t) => {
    const { settings } = await pull(t);
    const { path } = await pullModel(hubName('tiny/private'), { ...settings, token: 'secret' });
    assert.deepEqual(new Uint8Array(await readFile(join(path, 'model.safetensors'))), weights);
    for (const { path: asked, authorization } of server.requests) {
      assert.equal(authorization, /^\/(api|tiny\/private\/resolve)\//.test(asked) ? 'Bearer secret' : undefined, asked);
    }
  });

  test('cannot be reached', async (t) => {
    const gone = await hubServer({});
    await gone.close();
    await assert.rejects(pullModel(hubName('tiny/clip'), await cacheFor(t, gone)), {
      code: 'model',
      message: `Cannot reach ${gone.url}: ECONNREFUSED`,
      hint: /use a mirror/,
    });
  });
});

suite('offline', () => {
  test('finds what is cached without a request', async (t) => {
    const { settings, snapshot } = await pull(t);
    const { path } = await snapshot();
    server.requests.length = 0;
    assert.equal((await pullModel(hubName('tiny/clip'), { ...settings, offline: true })).path, path);
    assert.deepEqual(server.requests, []);
  });

  test('refuses what is not cached', async (t) => {
    const { settings } = await pull(t);
    await assert.rejects(pullModel(hubName('tiny/clip'), { ...settings, offline: true }), {
      code: 'model',
      message: `Cannot pull "tiny/clip" offline: ${settings.cache} does not have it at main`,
    });
  });

  test('what was pulled in part is refused, also where the name of its commit finds the folder', async (t) => {
    const { settings, snapshot } = await pull(t, 'tiny/clip', [{ kind: 'status', status: 403 }]);
    await assert.rejects(snapshot(), { code: 'model' });
    await assert.rejects(pullModel(hubName(`tiny/clip@${commit}`), { ...settings, offline: true }), {
      code: 'model',
      message: /: it has no model\.safetensors$/,
    });
  });

  test('what is damaged or not all here is refused', async (t) => {
    const { settings, snapshot, repository } = await pull(t);
    await snapshot();
    const offline = () => pullModel(hubName('tiny/clip'), { ...settings, offline: true });
    await writeFile(join(repository, 'blobs', digest), weights.toReversed());
    await assert.rejects(offline(), {
      message: /^Cannot use "tiny\/clip": model\.safetensors is damaged: its SHA-256 is /,
    });
    await rm(join(repository, 'blobs', digest));
    await assert.rejects(offline(), { message: 'Cannot use "tiny/clip": model.safetensors is missing' });
  });
});
