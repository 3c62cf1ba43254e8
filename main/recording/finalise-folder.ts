/** Every unfinished recording of a folder made a normal file, one after another. */
import { type Finalised, FinaliseError, type FinaliseProgress, finaliseRecording } from './finalise-recording.ts';
import { findUnfinished } from './find-unfinished.ts';

export interface FolderOptions {
  readonly folder: string;
  readonly ffmpegPath: string;
  readonly onDone: (result: Finalised, tookMs: number) => void;
  readonly onFailed: (path: string, error: FinaliseError) => void;
  readonly onProgress?: (path: string, progress: FinaliseProgress) => void;
}

export async function finaliseFolder({ folder, ffmpegPath, onDone, onFailed, onProgress }: FolderOptions): Promise<void> {
  for (const path of await findUnfinished({ folder, ownOnly: false })) {
    const startedAt = performance.now();
    try {
      const done = await finaliseRecording({ path, ffmpegPath, onProgress: (progress) => onProgress?.(path, progress) });
      onDone(done, performance.now() - startedAt);
    } catch (error) {
      onFailed(path, error instanceof FinaliseError ? error : new FinaliseError('failed', path, { cause: error }));
    }
  }
}
