// The record of how descriptions were made: what was asked of which model, its answers, and which were used.
import type { Described, DescribeInput } from './describe-classes.ts';

export interface Provenance {
  readonly mpafer: string;
  readonly provider: string;
  readonly model: string;
  readonly parameters: { readonly temperature: number; readonly maxTokens: number };
  readonly questions: readonly string[];
  readonly answersPerClass: number;
  /** The CLIP that limits the length of descriptions. */
  readonly clip: { readonly name: string; readonly positions: number };
  readonly checks: { readonly withoutNames: boolean; readonly anyLanguage: boolean; readonly tries: number };
  readonly notes: readonly string[];
  readonly answers: readonly {
    readonly class: string;
    readonly description: string;
    readonly refused?: string;
    readonly date: string;
    /** The model according to the reply. */
    readonly model: string;
    readonly finish: string;
    readonly warnings: readonly string[];
    readonly instructions: string;
    readonly prompt: string;
    readonly temperature: number;
    readonly maxTokens: number;
    readonly sample: number;
    readonly attempt: number;
    /** The reply, unchanged. */
    readonly reply: string;
    /** Its name in the cache. */
    readonly key: string;
  }[];
}

/** The same cached answers give the same record: it has no date of its own, and neither keys nor server addresses. */
export const provenanceOf = (
  described: Described,
  { settings, rules, questions, answers, tries }: Omit<DescribeInput, 'source'>,
  { version, clip }: { readonly version: string; readonly clip: string },
): Provenance => ({
  mpafer: version,
  provider: settings.provider,
  model: settings.model,
  parameters: { temperature: settings.temperature, maxTokens: settings.maxTokens },
  questions,
  answersPerClass: answers,
  clip: { name: clip, positions: rules.positions },
  checks: { withoutNames: rules.withoutNames, anyLanguage: rules.anyLanguage, tries },
  notes: described.notes,
  answers: described.answers.map(({ class: name, description, refused, request, reply, key }) => ({
    class: name,
    description,
    ...(refused !== undefined && { refused }),
    date: reply.date,
    model: reply.model,
    finish: reply.finish,
    warnings: reply.warnings,
    instructions: request.instructions,
    prompt: request.prompt,
    temperature: request.temperature,
    maxTokens: request.maxTokens,
    sample: request.sample,
    attempt: request.attempt,
    reply: reply.text,
    key,
  })),
});
