// `mpafer models list`: what ships, what was pulled, and which of OpenAI's CLIPs can be pulled.
import { Command } from 'commander';
import { json } from '../../core/json.ts';
import { listModels } from '../../jobs/models/list-models.ts';

export const modelsListCommand = (): Command =>
  new Command('list')
    .description('List the models that ship with the package, were pulled, or can be pulled')
    .option('--json', 'print a JSON list on standard output')
    .addHelpText('after', '\nExample:\n  mpafer models list --json')
    .action(list);

async function list(options: { readonly json?: true }): Promise<void> {
  const rows = await listModels();
  if (options.json) {
    console.log(json(rows).trimEnd());
    return;
  }
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  for (const { name, kind, status, about, licence } of rows) {
    const how = status === 'on the hub' ? `: mpafer models pull ${name}` : '';
    console.log(
      `${name.padEnd(width)}${kind.padEnd(12)}${status.padEnd(12)}${about}${how}\n${' '.repeat(width + 24)}${licence}`,
    );
  }
}
