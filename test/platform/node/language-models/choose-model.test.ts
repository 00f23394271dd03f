// Which model is asked: flags first, environment second, and nothing guessed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseModel, type ModelOptions } from '../../../../src/platform/node/language-models/choose-model.ts';

const choose = (flags: ModelOptions, environment: Readonly<Record<string, string>> = {}, withKey = true) =>
  chooseModel({ model: 'm', ...flags }, environment, withKey);

test('takes provider, model, address and key from flags and the usual variable', () => {
  assert.deepEqual(choose({ provider: 'openai' }, { OPENAI_API_KEY: 'k' }), {
    provider: 'openai',
    model: 'm',
    key: 'k',
  });
  assert.deepEqual(choose({ provider: 'anthropic', baseUrl: 'https://a.example/v1/' }, { ANTHROPIC_API_KEY: 'k' }), {
    provider: 'anthropic',
    model: 'm',
    baseUrl: 'https://a.example/v1',
    key: 'k',
  });
});

test("takes Google's key from whichever of its variables is set", () => {
  for (const name of ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY', 'GOOGLE_API_KEY']) {
    assert.equal(choose({ provider: 'google' }, { [name]: 'k' }).key, 'k');
  }
});

test('takes everything from the environment where no flag is given', () => {
  const environment = {
    MPAFER_PROVIDER: 'compatible',
    MPAFER_MODEL: 'n',
    MPAFER_BASE_URL: 'http://127.0.0.1:8080/v1',
    MPAFER_API_KEY: 'k',
  };
  assert.deepEqual(chooseModel({}, environment, true), {
    provider: 'compatible',
    model: 'n',
    baseUrl: 'http://127.0.0.1:8080/v1',
    key: 'k',
  });
  assert.equal(chooseModel({ model: 'flag' }, environment, true).model, 'flag');
});

test('accepts only an address for a compatible server, which needs no key', () => {
  assert.deepEqual(choose({ baseUrl: 'http://127.0.0.1:11434/v1' }, { OPENAI_API_KEY: 'k' }), {
    provider: 'compatible',
    model: 'm',
    baseUrl: 'http://127.0.0.1:11434/v1',
  });
});

test('takes the provider whose key is set, if it is the only one', () => {
  assert.equal(choose({}, { GEMINI_API_KEY: 'k' }).provider, 'google');
  assert.throws(() => choose({}, { GEMINI_API_KEY: 'k', OPENAI_API_KEY: 'k' }), {
    code: 'usage',
    message: 'Cannot choose a language model: keys of openai and google are set',
  });
  assert.throws(() => choose({}, { OPENAI_API_KEY: ' ' }), {
    message: 'Cannot choose a language model: no provider is named, and no key is set',
  });
});

test('takes a key from a variable of any name, and from no other then', () => {
  const environment = { OPENAI_API_KEY: 'usual', MINE: 'own' };
  assert.equal(choose({ provider: 'openai', keyVariable: 'MINE' }, environment).key, 'own');
  assert.throws(() => choose({ provider: 'openai', keyVariable: 'THEIRS' }, environment), {
    code: 'usage',
    message: 'Cannot ask openai: THEIRS is not set',
  });
});

test('needs no key and no address where nothing is sent', () => {
  assert.deepEqual(choose({ provider: 'openai' }, {}, false), { provider: 'openai', model: 'm' });
  assert.deepEqual(choose({ provider: 'compatible' }, {}, false), { provider: 'compatible', model: 'm' });
  assert.equal(choose({ provider: 'openai' }, { OPENAI_API_KEY: 'k' }, false).key, undefined);
});

test('says what is missing or mistyped', () => {
  const usage = (message: string | RegExp, hint: RegExp) => (error: Error & { code?: string; hint?: string }) => {
    assert.equal(error.code, 'usage');
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    assert.match(error.hint ?? '', hint);
    return true;
  };
  assert.throws(
    () => choose({ provider: 'opnai' }),
    usage(/^Cannot ask provider "opnai"; expected one of openai, /, /Did you mean openai\?/),
  );
  assert.throws(
    () => choose({ provider: 'google' }),
    usage(
      'Cannot ask google: GOOGLE_GENERATIVE_AI_API_KEY or GEMINI_API_KEY or GOOGLE_API_KEY is not set',
      /never printed/,
    ),
  );
  assert.throws(
    () => chooseModel({ provider: 'openai' }, { OPENAI_API_KEY: 'k' }, true),
    usage('Cannot ask openai: no model is named', /MPAFER_MODEL/),
  );
  assert.throws(
    () => choose({ provider: 'compatible' }),
    usage('Cannot ask a compatible server: no base URL is given', /11434/),
  );
});

test('refuses an address that is none or holds a secret, and does not repeat it', () => {
  for (const baseUrl of ['localhost:8080', 'ftp://a.example', 'nonsense', 'file:///etc']) {
    assert.throws(() => choose({ baseUrl }), {
      message: 'Cannot use the base URL: it is not an http or https address',
    });
  }
  for (const baseUrl of ['https://me:secret@a.example/v1', 'https://a.example/v1?key=secret']) {
    assert.throws(
      () => choose({ baseUrl }),
      (error: Error & { hint?: string }) => !`${error.message}${error.hint}`.includes('secret'),
    );
  }
});
