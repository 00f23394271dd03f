// What all results of an experiment have in common.
import type { Markup } from '../text/markup.ts';
import { recordList } from './record.ts';
import { section } from './section.ts';

export const conditionsSection = (conditions: Readonly<Record<string, unknown>>): Markup =>
  section({ id: 'conditions', title: 'Conditions', lead: 'The same for all results.', body: recordList(conditions) });
