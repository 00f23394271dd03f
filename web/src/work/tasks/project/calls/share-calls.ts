// What leaves and enters as files: zips, folders, packs, ONNX and model cards. Loaded when it is asked for.
import type { WorkContext } from '../../../port.ts';
import type { Source } from '../judge.ts';
import type { ZipFaces } from '../share.ts';
import { encoded } from './encoded.ts';
import type { WorkProgress } from './work-progress.ts';

const adopting = () => import('../adopt.ts');
const sharing = () => import('../share.ts');

export const shareCalls = {
  async zip({ which }: { readonly which: ZipFaces }, { report }: WorkContext): Promise<File> {
    return (await sharing()).zipOf(which, (done) => report({ what: 'Packing', done } satisfies WorkProgress));
  },

  /** A zip, or a folder that the user chose, becomes a project of its own. */
  async adopt({ from }: { readonly from: File | FileSystemDirectoryHandle }, { report }: WorkContext): Promise<string> {
    const { adoptFolder, adoptZip } = await adopting();
    const onDone = (done: number, of: number) => report({ what: 'Copying', done, of } satisfies WorkProgress);
    return 'kind' in from ? adoptFolder(from, onDone) : adoptZip(from, onDone);
  },

  async copyToFolder({ folder }: { readonly folder: FileSystemDirectoryHandle }, { report }: WorkContext) {
    const onDone = (done: number, of: number) => report({ what: 'Copying', done, of } satisfies WorkProgress);
    return (await adopting()).copyToFolder(folder, onDone);
  },

  async pack({ source }: { readonly source: Source }, context: WorkContext): Promise<File> {
    const own = await encoded(context);
    return (await sharing()).packOf(source, own.models, context.signal);
  },

  async onnx({ source }: { readonly source: Source }, context: WorkContext): Promise<File> {
    return (await sharing()).onnxOf(source, (await encoded(context)).models);
  },

  async card({ run }: { readonly run: string }): Promise<File> {
    return (await sharing()).cardOf(run);
  },

  async runZip({ run }: { readonly run: string }): Promise<File> {
    return (await sharing()).runZip(run);
  },
};
