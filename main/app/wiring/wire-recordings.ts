/** Recordings beyond a show: where they lie, what becomes of them, and the show that an earlier run left on air. */
import { resolveFfmpeg } from '../../programme/control/resolve-ffmpeg.ts';
import { createFolderDesk, type FolderDesk, type FolderDeskOptions } from '../folder-desk.ts';
import { createRecordingDesk, type RecordingDesk } from '../recording-desk.ts';
import { createResumeDesk, type ResumeDesk } from '../resume-desk.ts';
import type { StudioBase } from '../studio-base.ts';

export function wireRecordings(
  base: StudioBase,
  parts: Pick<FolderDeskOptions, 'usualRecordingsDir' | 'isShowOn' | 'chooseFolder' | 'reveal'>,
): { readonly folders: FolderDesk; readonly recordings: RecordingDesk; readonly resume: ResumeDesk } {
  const { adapter, entriesDir, dataDir, clock, logger, state, storage, events } = base;
  const folders: FolderDesk = createFolderDesk({
    ...parts,
    dataDir,
    settings: storage.settings,
    kbps: base.usualKbps,
    onMoved: (folder) => recordings.moveTo(folder),
    logger,
  });
  const recordings = createRecordingDesk({
    adapter,
    entriesDir,
    dataDir,
    folder: folders.recordingsDir,
    ffmpegPath: async () => (await resolveFfmpeg()).path,
    settings: storage.settings,
    clock,
    logger,
    emit: events.emit,
    onChange: events.changed,
    reveal: parts.reveal,
  });
  const resume = createResumeDesk({
    store: storage.onAir,
    shows: storage.shows,
    clock,
    titleOf: (id) => state.keptTitle(id),
  });
  return { folders, recordings, resume };
}
