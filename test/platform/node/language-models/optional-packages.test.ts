// Packages of the AI SDK are optional: without them everything but asking works, and asking says what to install.
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { type TestContext, test } from 'node:test';
import { openLanguageModel } from '../../../../src/platform/node/language-models/language-model.ts';
import { optionalPackages } from '../../../../src/platform/node/language-models/optional-packages.ts';
import { refuses } from '../../../data/refuses.ts';

/** Makes packages unresolvable for one test, as where they were never installed. */
function uninstall(t: TestContext, names: readonly string[]): void {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (!names.includes(specifier)) return next(specifier, context);
      throw Object.assign(new Error(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' });
    },
  });
  t.after(() => hooks.deregister());
}

test('the hint names exactly the packages of the chosen provider, with the major versions that fit', async (t) => {
  uninstall(t, ['ai', '@ai-sdk/openai']);
  const opening = openLanguageModel({ provider: 'openai', model: 'm', key: 'k' }, 10);
  const error = await refuses(opening, 'host', /^Cannot ask openai: "ai" and "@ai-sdk\/openai" are not installed$/);
  assert.equal(error.hint, 'Install with: npm install ai@7 @ai-sdk/openai@4');
});

test('one provider needs no package of another', async (t) => {
  uninstall(t, ['@ai-sdk/openai', '@ai-sdk/anthropic', '@ai-sdk/google']);
  const baseUrl = 'http://127.0.0.1:9/v1';
  assert.ok(await openLanguageModel({ provider: 'compatible', model: 'm', baseUrl }, 10));
  const opening = openLanguageModel({ provider: 'google', model: 'm', key: 'k' }, 10);
  await refuses(opening, 'host', /^Cannot ask google: "@ai-sdk\/google" is not installed$/);
});

test('a package that is installed but fails to load is not reported as missing', async () => {
  const broken = new TypeError('of its own');
  await assert.rejects(optionalPackages('test', { broken: () => Promise.reject(broken) }), broken);
});
