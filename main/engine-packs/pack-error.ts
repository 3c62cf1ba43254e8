/** What goes wrong with packs, with words: what happened, what still works, what to do. */
import { LayerError, type UserMessage } from '../contract/failure.ts';

export type PackErrorCode =
  | 'unknown-pack'
  /** Nothing is pinned for this system. */
  | 'no-system'
  /** The registry cannot be reached. */
  | 'offline'
  /** It answers, but not with the file. */
  | 'refused'
  /** It went silent or kept cutting the connection. */
  | 'cut-off'
  /** Not the bytes that were pinned. */
  | 'wrong-bytes'
  /** A file name in an archive leads out of its folder, or it is no archive. */
  | 'bad-archive'
  | 'disk-full'
  | 'cannot-write'
  | 'cannot-remove'
  /** Another installation of the same pack is going on. */
  | 'busy'
  /** An engine that is loaded uses it. */
  | 'in-use'
  | 'not-installed';

export interface PackFacts {
  /** Title of the pack. */
  readonly title: UserMessage;
  /** A package or a host; never an address, which may hold a password. */
  readonly what?: string;
  /** The system's word, or an HTTP status. */
  readonly reason?: string;
  readonly neededBytes?: number;
  readonly freeBytes?: number;
}

const megabytes = (bytes = 0): string => `${Math.ceil(bytes / 1e6)} MB`;

const words: Readonly<Record<PackErrorCode, (facts: Required<PackFacts>) => UserMessage>> = {
  'unknown-pack': ({ what }) => ({
    en: `There is no pack called "${what}". Nothing was changed; look at the list of packs.`,
    zh: `没有名为“${what}”的引擎包，未作任何更改；请查看引擎包列表。`,
  }),
  'no-system': ({ title, what }) => ({
    en: `“${title.en}” is not prepared for this system (${what}) in this version. Everything else works; a model server (Ollama, llama-server) does the same here.`,
    zh: `此版本尚未为当前系统（${what}）准备“${title.zh}”。其他功能照常；可改用模型服务器（Ollama、llama-server）。`,
  }),
  offline: ({ title, what, reason }) => ({
    en: `“${title.en}” could not be fetched: ${what} cannot be reached (${reason}). Everything else works. Check the connection and install again: it goes on where it stopped.`,
    zh: `无法下载“${title.zh}”：连接不上 ${what}（${reason}）。其他功能照常。请检查网络后重新安装，将从中断处继续。`,
  }),
  refused: ({ title, what, reason }) => ({
    en: `“${title.en}” could not be fetched: the registry does not give ${what} (${reason}). Everything else works. Try again later, or set another registry.`,
    zh: `无法下载“${title.zh}”：软件源未提供 ${what}（${reason}）。其他功能照常。请稍后重试，或更换软件源。`,
  }),
  'cut-off': ({ title, what }) => ({
    en: `Fetching “${title.en}” broke off several times (${what}). What came is kept and everything else works. Install again: it goes on where it stopped.`,
    zh: `下载“${title.zh}”时多次中断（${what}）。已下载的部分会保留，其他功能照常。请重新安装，将从中断处继续。`,
  }),
  'wrong-bytes': ({ title, what }) => ({
    en: `What the registry sent for ${what} is not what this version of the studio expects, so nothing of it was used. “${title.en}” was not installed; everything else works. Try again, or on another network.`,
    zh: `软件源返回的 ${what} 与本版本预期不符，已全部弃用。“${title.zh}”未安装，其他功能照常。请重试或更换网络。`,
  }),
  'bad-archive': ({ title, what }) => ({
    en: `The archive of ${what} cannot be unpacked safely, so “${title.en}” was not installed. Everything else works. Please report this.`,
    zh: `${what} 的压缩包无法安全解压，“${title.zh}”未安装。其他功能照常。请反馈此问题。`,
  }),
  'disk-full': ({ title, neededBytes, freeBytes }) => ({
    en: `There is too little room on the disk for “${title.en}”${neededBytes > 0 ? `: it needs ${megabytes(neededBytes)}, ${megabytes(freeBytes)} are free` : ''}. Nothing was changed and everything else works. Free some space and install again.`,
    zh: `磁盘空间不足，无法安装“${title.zh}”${neededBytes > 0 ? `：需要 ${megabytes(neededBytes)}，剩余 ${megabytes(freeBytes)}` : ''}。未作任何更改，其他功能照常。请清理空间后重新安装。`,
  }),
  'cannot-write': ({ title, reason }) => ({
    en: `“${title.en}” could not be put into the data folder (${reason}). Everything else works. Check the rights of the folder and install again.`,
    zh: `无法把“${title.zh}”写入数据文件夹（${reason}）。其他功能照常。请检查文件夹权限后重新安装。`,
  }),
  'cannot-remove': ({ title, reason }) => ({
    en: `“${title.en}” could not be removed (${reason}). Nothing of it was changed and everything works as before. Close other programs that use its files, check the rights of the data folder and remove it again.`,
    zh: `无法移除“${title.zh}”（${reason}）。未作任何更改，一切功能照常。请关闭占用其文件的其他程序，检查数据文件夹权限后重新移除。`,
  }),
  busy: ({ title }) => ({
    en: `“${title.en}” is being installed already. Wait until that is done.`,
    zh: `“${title.zh}”正在安装中，请等待完成。`,
  }),
  'in-use': ({ title }) => ({
    en: `“${title.en}” is in use by an engine that is loaded. Put another engine in its place or unload it, then remove the pack.`,
    zh: `“${title.zh}”正被已加载的引擎使用。请先切换或卸载该引擎，再移除引擎包。`,
  }),
  'not-installed': ({ title }) => ({
    en: `“${title.en}” is not installed, so there is nothing to remove.`,
    zh: `“${title.zh}”尚未安装，无需移除。`,
  }),
};

export class PackError extends LayerError<PackErrorCode> {
  readonly words: UserMessage;

  constructor(code: PackErrorCode, facts: PackFacts, options: { readonly cause?: unknown } = {}) {
    const told = words[code]({ what: '', reason: 'unknown', neededBytes: 0, freeBytes: 0, ...facts });
    super('PackError', code, told.en, { ...options, detail: { words: told } });
    this.words = told;
  }
}

/** The disk's complaints in the pack's words; anything else as it is. */
export function fromDisk(error: unknown, title: UserMessage): unknown {
  const { code } = error as { readonly code?: unknown };
  if (code === 'ENOSPC' || code === 'EDQUOT') return new PackError('disk-full', { title }, { cause: error });
  if (typeof code === 'string' && /^E(?:ACCES|PERM|ROFS|NOTDIR|ISDIR|EXIST|NOTEMPTY|BUSY|MFILE|IO|XDEV)$/.test(code))
    return new PackError('cannot-write', { title, reason: code }, { cause: error });
  return error;
}

/** A removal that the disk did not let begin; anything else as it is. */
export function fromRemoval(error: unknown, title: UserMessage): unknown {
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  if (typeof code !== 'string' || typeof syscall !== 'string') return error;
  return new PackError('cannot-remove', { title, reason: code }, { cause: error });
}
