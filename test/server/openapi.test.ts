import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApi } from '../../src/server/openapi.ts';
import { problemKinds } from '../../src/server/problem.ts';
import { defaultLimits } from '../../src/server/server-limits.ts';
import { served } from './served.ts';

interface Described {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly security: readonly unknown[];
            readonly responses: Readonly<Record<string, { readonly description: string }>>;
          }
        >
      >
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const described = (guarded: boolean) =>
  openApi({ version: '1.2.3', limits: defaultLimits, guarded }) as unknown as Described;

test('describes every path that answers, with methods that it has', async () => {
  const { get, app } = served();
  for (const [path, operations] of Object.entries(described(false).paths)) {
    for (const method of Object.keys(operations)) {
      const response =
        method === 'get'
          ? await get(path)
          : await app.fetch(new Request(`http://localhost${path}`, { method, headers: { host: 'localhost' } }));
      assert.ok(![404, 405].includes(response.status), path);
      assert.ok(operations[method]!.responses[response.status], `${path} ${response.status}`);
    }
  }
});

test('is 3.1, and refers to nothing that it lacks', () => {
  const text = JSON.stringify(described(true));
  assert.equal(described(true).openapi, '3.1.0');
  const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
  assert.ok(names.length > 10);
  for (const name of names) assert.ok(described(true).components.schemas[name], name);
  assert.ok(!text.includes('$schema') && !text.includes('"$ref":"#/$defs'));
});

test('names every problem under its status', () => {
  const { responses } = described(true).paths['/v1/recognise']!.post!;
  const elsewhere = ['not-found', 'method-not-allowed', 'client-gone', 'malformed-request'];
  for (const [code, { status }] of Object.entries(problemKinds)) {
    if (!elsewhere.includes(code)) assert.ok(responses[status]?.description.includes(`\`${code}\``), code);
  }
});

test('asks for a token where there is one', () => {
  assert.deepEqual(described(true).paths['/v1/recognise']!.post!.security, [{ token: [] }]);
  assert.deepEqual(described(false).paths['/v1/recognise']!.post!.security, []);
  assert.deepEqual(described(true).paths['/livez']!.get!.security, []);
});
