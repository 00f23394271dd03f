// The OpenAPI 3.1 description of the server, written from the schemas of its answers.
import * as z from 'zod';
import { type ProblemCode, problemKinds } from './problem.ts';
import { settingRanges } from './recognition-request.ts';
import { modelAnswer, problemAnswer, readyAnswer, recognitionAnswer } from './schemas.ts';
import type { ServerLimits } from './server-limits.ts';

const schemas = { Recognition: recognitionAnswer, Model: modelAnswer, Problem: problemAnswer, Readiness: readyAnswer };

const schemaOf = (schema: z.ZodType): object => {
  const { $schema, ...rest } = z.toJSONSchema(schema);
  return rest;
};

const json = (name: keyof typeof schemas, type = 'application/json') => ({
  [type]: { schema: { $ref: `#/components/schemas/${name}` } },
});

const text = { 'text/plain': { schema: { type: 'string' } } };

/** Answers of a path: the one that is hoped for, and the problems, several of which may share a status. */
function responses(
  description: string,
  content: object,
  problems: readonly ProblemCode[],
): Readonly<Record<string, object>> {
  const byStatus = Object.groupBy(problems, (code) => String(problemKinds[code].status));
  const refusals = Object.entries(byStatus).map(([status, codes]) => [
    status,
    {
      description: codes!.map((code) => `\`${code}\`: ${problemKinds[code].title.toLowerCase()}`).join('; '),
      content: json('Problem', 'application/problem+json'),
    },
  ]);
  return { '200': { description, content }, ...Object.fromEntries(refusals) };
}

const always: readonly ProblemCode[] = ['origin-not-allowed', 'host-not-allowed', 'internal'];
const guarded: readonly ProblemCode[] = ['unauthorised', ...always];

const descriptions: Readonly<Record<keyof typeof settingRanges, string>> = {
  maxFaces: 'Recognise the largest so many faces of each picture',
  minFace: 'Recognise faces whose box is at least so many pixels wide',
};

const ranges = Object.entries(settingRanges).map(([name, { least, most }]) => ({
  name,
  description: descriptions[name as keyof typeof settingRanges],
  schema: { type: 'integer', minimum: least, maximum: most },
}));

const settings = [
  ...ranges,
  {
    name: 'explain',
    description: 'Explain each face: the exact parts of its margin over the runner-up, and a map',
    schema: { type: 'boolean', default: false },
  },
];

export interface DescribedServer {
  readonly version: string;
  readonly limits: ServerLimits;
  /** Whether a token is needed. */
  readonly guarded: boolean;
}

/** The description as an object, to be sent as JSON. */
export function openApi({ version, limits, guarded: isGuarded }: DescribedServer): object {
  const form = {
    type: 'object',
    required: ['image'],
    additionalProperties: false,
    properties: {
      image: {
        type: 'array',
        minItems: 1,
        maxItems: limits.pictures,
        items: { type: 'string', contentMediaType: 'image/*', description: 'A picture as a file' },
      },
      ...Object.fromEntries(settings.map(({ name, description, schema }) => [name, { ...schema, description }])),
    },
  };
  const security = isGuarded ? [{ token: [] }] : [];
  return {
    openapi: '3.1.0',
    info: {
      title: 'mpafer',
      version,
      description:
        'Recognises facial expressions in pictures. Pictures are sent as they are: no path or address is ever read. No picture is stored or logged.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths: {
      '/v1/recognise': {
        post: {
          operationId: 'recognise',
          summary: 'Recognise the expressions in pictures',
          description: 'A picture that cannot be read has a status that says so and does not stop the others.',
          security,
          parameters: settings.map(({ schema, ...setting }) => ({ ...setting, in: 'query', required: false, schema })),
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': { schema: form, encoding: { image: { contentType: 'image/*' } } },
              'image/*': { schema: { description: 'A picture', contentMediaType: 'image/*' } },
            },
          },
          responses: responses('What was found in each picture', json('Recognition'), [
            'malformed-body',
            'upload-too-slow',
            'body-too-large',
            'picture-too-large',
            'too-many-pictures',
            'unsupported-media-type',
            'unknown-field',
            'wrong-value',
            'no-picture',
            'not-explainable',
            'unreadable-pictures',
            'busy',
            'recognition-failed',
            'loading',
            'draining',
            ...guarded,
          ]),
        },
      },
      '/v1/model': {
        get: {
          operationId: 'model',
          summary: 'Which recogniser this is, and what it accepts',
          security,
          responses: responses('The recogniser', json('Model'), ['loading', 'draining', ...guarded]),
        },
      },
      '/readyz': {
        get: {
          operationId: 'ready',
          summary: 'Whether a face went through the recogniser, and the server is not about to stop',
          security: [],
          responses: {
            ...responses('Ready', json('Readiness'), always),
            '503': { description: 'Loading or draining', content: json('Readiness') },
          },
        },
      },
      '/livez': {
        get: {
          operationId: 'live',
          summary: 'Whether the process answers',
          security: [],
          responses: responses('It does', text, always),
        },
      },
      '/metrics': {
        get: {
          operationId: 'metrics',
          summary: "Counters and timings in Prometheus' text format",
          security,
          responses: responses('The metrics', text, guarded),
        },
      },
      '/openapi.json': {
        get: {
          operationId: 'description',
          summary: 'This description',
          security: [],
          responses: responses('OpenAPI 3.1', { 'application/json': { schema: { type: 'object' } } }, always),
        },
      },
    },
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema)])),
      ...(isGuarded && { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } }),
    },
  };
}
