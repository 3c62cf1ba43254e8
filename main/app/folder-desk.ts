/** Where recordings lie: the usual folder or the streamer's own, looked at by writing into it. A folder that is chosen during a show holds from the next one on. */
import { randomBytes } from 'node:crypto';
import { open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { FolderView } from '../api/contract/settings.ts';
import type { FoldersPort } from '../api/settings-port.ts';
import type { UserMessage } from '../contract/failure.ts';
import { ensureFolder } from '../kernel/ensure-folder.ts';
import type { Logger } from '../kernel/logger.ts';
import type { SettingStore } from '../storage/stores/setting-store.ts';
import { folderWords, spaceWords } from './judge-machine.ts';

export interface FolderFacts {
  readonly path: string;
  readonly state: 'writable' | 'missing' | 'read-only';
  /** null: could not be asked. */
  readonly freeBytes: number | null;
}

export interface FolderDeskOptions {
  readonly usualRecordingsDir: string;
  readonly dataDir: string;
  readonly settings: SettingStore;
  /** kbit/s of a recording in the usual format, to say for how long the disk is enough. */
  readonly kbps: number;
  readonly isShowOn: () => boolean;
  /** Recordings lie in another folder from now on. */
  readonly onMoved: (folder: string) => void;
  /** The system's dialog; null: cancelled. Undefined: nobody sits at this machine. */
  readonly chooseFolder?: ((start: string) => Promise<string | null>) | undefined;
  readonly reveal?: ((path: string) => void) | undefined;
  readonly logger: Logger;
}

export interface FolderDesk extends FoldersPort {
  /** Of the show that is on, or that would begin now. */
  readonly recordingsDir: string;
  /** The next show begins: what was chosen during the last one holds now. */
  settle(): void;
  recordings(): Promise<FolderFacts>;
}

const settingName = 'folders.recordings';

/** Writes and removes a file, because rights on paper (root, network drives, a full disk) do not tell. Makes the folder where its parent lets it. */
export async function lookAtFolder(folder: string): Promise<FolderFacts> {
  const freeBytes = async (): Promise<number | null> =>
    statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    );
  try {
    await ensureFolder(folder);
  } catch {
    return { path: folder, state: 'missing', freeBytes: null };
  }
  const probe = path.join(folder, `.vanchor-${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(probe, 'wx');
    await file.close();
  } catch {
    return { path: folder, state: 'read-only', freeBytes: await freeBytes() };
  }
  await rm(probe, { force: true });
  return { path: folder, state: 'writable', freeBytes: await freeBytes() };
}

export function createFolderDesk(options: FolderDeskOptions): FolderDesk {
  const { usualRecordingsDir, dataDir, settings, kbps, logger } = options;
  const kept = settings.get(settingName);
  let recordingsDir = typeof kept === 'string' && path.isAbsolute(kept) ? kept : usualRecordingsDir;
  let next: string | null = null;
  let asking: 'no' | 'yes' = 'no';

  const view = async (folder: string): Promise<FolderView> => {
    const facts = await lookAtFolder(folder);
    if (facts.state !== 'writable') return { ...facts, level: 'attention', message: folderWords(facts.state) };
    return {
      ...facts,
      ...(facts.freeBytes === null ? { level: 'attention', message: words.unknownSpace } : spaceWords(facts.freeBytes, kbps)),
    };
  };
  const take = (folder: string): void => {
    settings.set(settingName, folder === usualRecordingsDir ? null : folder);
    logger.info('the folder of recordings was chosen', { folder });
    if (options.isShowOn()) {
      next = folder === recordingsDir ? null : folder;
      return;
    }
    next = null;
    recordingsDir = folder;
    options.onMoved(folder);
  };
  const refused = (message: UserMessage) => ({ done: false, words: message }) as const;

  const desk: FolderDesk = {
    get recordingsDir() {
      return recordingsDir;
    },
    settle() {
      if (next === null) return;
      recordingsDir = next;
      next = null;
      options.onMoved(recordingsDir);
    },
    recordings: () => lookAtFolder(next ?? recordingsDir),
    async view() {
      const wanted = next ?? recordingsDir;
      return {
        recordings: await view(recordingsDir),
        next: next === null ? null : await view(next),
        chosen: wanted === usualRecordingsDir ? 'usual' : 'own',
        data: { path: dataDir },
        choosing: options.chooseFolder ? 'dialog' : 'none',
      };
    },
    async chooseRecordings() {
      if (!options.chooseFolder) return refused(words.nobody);
      if (asking === 'yes') return refused(words.open);
      asking = 'yes';
      try {
        const folder = await options.chooseFolder(next ?? recordingsDir);
        if (folder !== null) {
          if (!path.isAbsolute(folder)) return refused(words.notFolder);
          const { state } = await lookAtFolder(folder);
          if (state !== 'writable') return refused(words.notThere(folder));
          take(path.resolve(folder));
        }
        return { done: true, folders: await desk.view() };
      } finally {
        asking = 'no';
      }
    },
    async resetRecordings() {
      take(usualRecordingsDir);
      return { done: true, folders: await desk.view() };
    },
    open(folder) {
      if (!options.reveal) return refused(words.nobody);
      options.reveal(folder === 'data' ? dataDir : recordingsDir);
      return { done: true };
    },
  };
  return desk;
}

const words = {
  nobody: {
    en: 'The studio runs without a desktop here, so no window of the system can be opened. Nothing was changed; name the folder when you start it.',
    zh: '演播室在没有桌面的环境中运行，无法打开系统窗口。未作任何更改；请在启动时指定文件夹。',
  },
  open: {
    en: 'The dialog for the folder is open already, maybe behind this window. Choose there, or close it.',
    zh: '选择文件夹的对话框已经打开，可能被此窗口遮住。请在那里选择，或将其关闭。',
  },
  notFolder: {
    en: 'That is no folder on this machine. Recordings stay where they were; choose another one.',
    zh: '这不是本机上的文件夹。录像位置未改变，请另选一个。',
  },
  unknownSpace: {
    en: 'Recordings can be written there; how much is free could not be asked.',
    zh: '可以写入录像，但无法查询剩余空间。',
  },
  notThere: (folder: string): UserMessage => ({
    en: `Nothing can be written to ${folder}. Recordings stay where they were; choose another folder.`,
    zh: `无法写入 ${folder}。录像位置未改变，请选择其他文件夹。`,
  }),
} as const;
