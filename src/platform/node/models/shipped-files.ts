// A file of this package that is damaged or missing: no reader of such files knows whose they are, and so what to do.
import { MpaferError } from '../../../core/errors.ts';
import { packageFile, packageFolder } from '../../../engine/node/package-files.ts';
import { defaultPack } from '../../../recognise/recogniser-options.ts';

/**
 * Waits for what reads files of the package.
 *
 * @throws what it throws; where that is about a file of the package, with the advice to install it again
 */
export async function readingShipped<T>(opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    if (!(error instanceof MpaferError) || error.code === 'host') throw error;
    if (error.message.startsWith(`Cannot open run "${defaultPack}"`))
      packageFile(`assets/packs/${defaultPack}.safetensors`);
    const isShipped = error.message.includes(packageFile('assets')) || error.message.includes('.tflite"');
    if (!isShipped) throw error;
    const hint = `A file that mpafer brings is damaged or missing; install mpafer again in "${packageFolder()}"`;
    throw new MpaferError(error.code, error.message, { hint, cause: error });
  }
}
