/** What this machine can do, in words: each part good, or what about it wants attention and what to do. Pure: the facts come in from outside. */
import type { EncodersView } from '../api/contract/encoding.ts';
import type { MachineLine, MachineReport } from '../api/contract/settings.ts';
import type { UserMessage } from '../contract/failure.ts';

export interface MachineFacts {
  readonly processor: { readonly model: string; readonly cores: number };
  readonly memory: { readonly totalBytes: number; readonly engineBudgetBytes: number };
  /** null: nvidia-smi is not there or tells nothing. */
  readonly graphics: { readonly totalBytes: number; readonly availableBytes: number } | null;
  readonly ffmpeg: { readonly version: string; readonly source: string } | { readonly problem: UserMessage };
  /** null: could not be tried, as without ffmpeg. */
  readonly encoders: EncodersView | null;
  readonly storage: { readonly keeps: 'file' | 'run' };
  /** 'asked-later': the system asks, or nothing does, when the microphone is turned on. */
  readonly microphone: 'granted' | 'denied' | 'asked-later';
  readonly recordings: {
    readonly path: string;
    readonly state: 'writable' | 'missing' | 'read-only';
    readonly freeBytes: number | null;
    /** Of picture and sound in the usual format. */
    readonly kbps: number;
  };
}

const gib = 2 ** 30;
/** Below it the studio and what a streamer has open beside it compete for memory. */
const comfortableMemoryBytes = 7.5 * gib;
/** A show with a voice, a face and an encoder was measured on two. */
const leastCores = 2;
const comfortableCores = 4;
const comfortableMinutes = 120;

export function judgeMachine(facts: MachineFacts): MachineReport {
  const lines = [
    processor(facts),
    memory(facts),
    graphics(facts),
    ffmpeg(facts),
    encoders(facts),
    storage(facts),
    microphone(facts),
    recordings(facts),
    disk(facts),
  ];
  const wanting = lines.filter(({ level }) => level === 'attention');
  return { verdict: verdict(facts, wanting), lines };
}

/** Minutes that the space is enough for; never below 0. */
export const minutesFor = (freeBytes: number, kbps: number): number => Math.max(0, freeBytes / ((kbps * 1000) / 8) / 60);

const size = (bytes: number): string => `${(bytes / gib).toFixed(bytes < 10 * gib ? 1 : 0)} GiB`;
/** Of disks, as the settings and the shops count them. */
const diskSize = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 10e9 ? 1 : 0)} GB`;
const both = (text: string): UserMessage => ({ en: text, zh: text });
const good = (part: MachineLine['part'], found: UserMessage, message: UserMessage): MachineLine => ({
  part,
  level: 'good',
  found,
  message,
});
const attention = (part: MachineLine['part'], found: UserMessage, message: UserMessage): MachineLine => ({
  part,
  level: 'attention',
  found,
  message,
});

function processor({ processor: { model, cores }, encoders: tried }: MachineFacts): MachineLine {
  const found = { en: `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'}`, zh: `${model}，${cores} 核` };
  if (cores < leastCores)
    return attention('processor', found, {
      en: 'One core has to draw, speak and encode at once, so frames may be late. Rehearse first, and watch the frames left out.',
      zh: '单核需要同时绘制、配音和编码，可能会有延迟帧。请先彩排，并留意丢帧数。',
    });
  if (cores < comfortableCores && tried?.chosen.encoder !== undefined && tried.chosen.encoder !== 'x264')
    return good('processor', found, {
      en: 'Enough for 720p: a graphics chip does the encoding. Larger formats are measured before they go on air.',
      zh: '足以播出 720p：编码由显卡完成。更大的格式会在开播前测速。',
    });
  if (cores < comfortableCores)
    return good('processor', found, {
      en: 'Enough for 720p at 30 frames. Larger formats are measured before they go on air; close heavy programs beside the show.',
      zh: '足以播出 720p、30 帧。更大的格式会在开播前测速；直播时请关闭其他占用较大的程序。',
    });
  return good('processor', found, {
    en: 'Room for a show and for loading models beside it.',
    zh: '足够直播，也能在直播时加载模型。',
  });
}

function memory({ memory: { totalBytes, engineBudgetBytes } }: MachineFacts): MachineLine {
  const found = {
    en: `${size(totalBytes)}, of which models may take ${size(engineBudgetBytes)}`,
    zh: `${size(totalBytes)}，其中模型最多使用 ${size(engineBudgetBytes)}`,
  };
  return totalBytes < comfortableMemoryBytes
    ? attention('memory', found, {
        en: 'The built-in engines fit. A language model on this machine may be refused for want of room; one on a server is no burden.',
        zh: '内置引擎可以运行。本机语言模型可能因内存不足而无法加载；使用服务器上的模型则不受影响。',
      })
    : good('memory', found, {
        en: 'A model is loaded only where it fits beside what is on air.',
        zh: '只有在不影响直播的情况下才会加载模型。',
      });
}

function graphics({ graphics: card }: MachineFacts): MachineLine {
  if (!card)
    return good(
      'graphics',
      { en: 'No NVIDIA card (not needed)', zh: '无 NVIDIA 显卡（不需要）' },
      {
        en: 'Voice, face and built-in answers run on the processor.',
        zh: '配音、形象和内置应答都在处理器上运行。',
      },
    );
  const found = {
    en: `${size(card.totalBytes)} of graphics memory, ${size(card.availableBytes)} free`,
    zh: `显存 ${size(card.totalBytes)}，可用 ${size(card.availableBytes)}`,
  };
  return card.availableBytes < gib
    ? attention('graphics', found, {
        en: 'Almost all of it is taken by other programs. A model that wants it is refused; close what holds it first.',
        zh: '几乎全部被其他程序占用。需要显存的模型将无法加载，请先关闭占用显存的程序。',
      })
    : good('graphics', found, { en: 'A language model can use it.', zh: '语言模型可以使用。' });
}

function ffmpeg({ ffmpeg: found }: MachineFacts): MachineLine {
  if ('problem' in found) return attention('ffmpeg', { en: 'Not usable', zh: '不可用' }, found.problem);
  return good('ffmpeg', both(`ffmpeg ${found.version} (${found.source})`), {
    en: 'It encodes picture and sound.',
    zh: '用于编码画面和声音。',
  });
}

function encoders({ encoders: tried }: MachineFacts): MachineLine {
  if (!tried)
    return attention(
      'encoders',
      { en: 'Not tried', zh: '未能测试' },
      {
        en: 'Encoders could not be tried, so a show may not start. See the line on ffmpeg, then check again.',
        zh: '无法测试编码器，可能无法开播。请先处理 ffmpeg 一项，再重新检查。',
      },
    );
  const working = tried.encoders.filter(({ outcome }) => outcome === 'works');
  if (working.length === 0)
    return attention(
      'encoders',
      { en: 'None works', zh: '没有可用的编码器' },
      {
        en: `No encoder passed its test encode: ${tried.encoders[0]?.reason.en ?? ''} Install a full ffmpeg, then check again.`,
        zh: `没有编码器通过试编码：${tried.encoders[0]?.reason.zh ?? ''}请安装完整版 ffmpeg 后重新检查。`,
      },
    );
  return good(
    'encoders',
    { en: working.map(({ title }) => title.en).join(', '), zh: working.map(({ title }) => title.zh).join('、') },
    tried.chosen.why,
  );
}

function storage({ storage: { keeps } }: MachineFacts): MachineLine {
  const found = both('SQLite');
  return keeps === 'file'
    ? good('storage', found, {
        en: 'Settings, receipts and what was said are kept in the data folder.',
        zh: '设置、切换记录和对话内容保存在数据文件夹中。',
      })
    : attention('storage', found, {
        en: 'The database cannot be used, so what you set is forgotten when the studio ends. Shows run all the same. See that the data folder can be written, then start again.',
        zh: '数据库不可用，退出后所有设置都会丢失。直播不受影响。请确认数据文件夹可写，然后重新启动。',
      });
}

function microphone({ microphone: access }: MachineFacts): MachineLine {
  if (access === 'denied')
    return attention(
      'microphone',
      { en: 'Blocked by the system', zh: '已被系统禁止' },
      {
        en: 'The anchor cannot hear you; typed lines work. Allow the microphone for Vanchor Studio in the system’s privacy settings.',
        zh: '主播听不到您说话，打字仍可使用。请在系统隐私设置中允许 Vanchor Studio 使用麦克风。',
      },
    );
  if (access === 'granted')
    return good(
      'microphone',
      { en: 'Allowed', zh: '已允许' },
      {
        en: 'It is opened only while you turn listening on.',
        zh: '仅在您开启收听时才会使用。',
      },
    );
  return good(
    'microphone',
    { en: 'Asked for on first use', zh: '首次使用时申请权限' },
    {
      en: 'It is asked for when you first turn listening on, and not before.',
      zh: '首次开启收听时才会请求使用。',
    },
  );
}

function recordings({ recordings: { path, state } }: MachineFacts): MachineLine {
  if (state === 'writable') return good('recordings', both(path), { en: 'Recordings can be written there.', zh: '可以写入录像。' });
  return attention('recordings', both(path), folderWords(state));
}

/** Why recordings cannot lie there, and what to do. */
export const folderWords = (state: 'missing' | 'read-only'): UserMessage =>
  state === 'missing'
    ? {
        en: 'The folder is not there and cannot be made (a disk that is not plugged in?). Shows run, but are not recorded. Plug it in, or choose another folder.',
        zh: '文件夹不存在且无法创建（磁盘是否未连接？）。直播可以进行，但无法录制。请连接磁盘，或选择其他文件夹。',
      }
    : {
        en: 'Nothing can be written there. Shows run, but are not recorded. Choose another folder, or change its permissions.',
        zh: '该文件夹无法写入。直播可以进行，但无法录制。请选择其他文件夹，或修改其权限。',
      };

function disk({ recordings: { freeBytes, kbps } }: MachineFacts): MachineLine {
  if (freeBytes === null)
    return attention(
      'disk',
      { en: 'Not known', zh: '未知' },
      {
        en: 'How much is free could not be asked. A recording ends in order when the disk is full; the stream goes on.',
        zh: '无法查询剩余空间。磁盘写满时录像会正常结束，直播继续。',
      },
    );
  const { level, message } = spaceWords(freeBytes, kbps);
  return { part: 'disk', level, found: { en: `${diskSize(freeBytes)} free`, zh: `剩余 ${diskSize(freeBytes)}` }, message };
}

/** For how long a disk is enough, and whether that is little. */
export function spaceWords(freeBytes: number, kbps: number): Pick<MachineLine, 'level' | 'message'> {
  const minutes = minutesFor(freeBytes, kbps);
  const [en, zh] =
    minutes >= 120
      ? [`${Math.floor(minutes / 60)} hours`, `${Math.floor(minutes / 60)} 小时`]
      : [`${Math.floor(minutes)} minutes`, `${Math.floor(minutes)} 分钟`];
  return minutes < comfortableMinutes
    ? {
        level: 'attention',
        message: {
          en: `Enough for about ${en} of recording in 720p. Make room, or choose a folder on another disk.`,
          zh: `约可录制 ${zh} 720p 视频。请清理空间，或选择其他磁盘上的文件夹。`,
        },
      }
    : {
        level: 'good',
        message: { en: `Enough for about ${en} of recording in 720p.`, zh: `约可录制 ${zh} 720p 视频。` },
      };
}

function verdict({ ffmpeg: program, encoders: tried }: MachineFacts, wanting: readonly MachineLine[]): MachineReport['verdict'] {
  if ('problem' in program || !tried?.encoders.some(({ outcome }) => outcome === 'works'))
    return {
      level: 'attention',
      message: {
        en: 'This machine cannot go on air yet: see the lines on ffmpeg and encoders.',
        zh: '本机暂时无法开播：请查看 ffmpeg 和编码器两项。',
      },
    };
  if (wanting.length === 0)
    return { level: 'good', message: { en: 'This machine is ready for a show in 720p.', zh: '本机已可进行 720p 直播。' } };
  return {
    level: 'attention',
    message:
      wanting.length === 1
        ? { en: 'This machine can go on air; one thing wants attention.', zh: '本机可以开播，有 1 项需要留意。' }
        : {
            en: `This machine can go on air; ${wanting.length} things want attention.`,
            zh: `本机可以开播，有 ${wanting.length} 项需要留意。`,
          },
  };
}
