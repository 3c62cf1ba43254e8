/** How the show goes, in one sentence: the worst thing first, then what still works. Pure. */
import type { HealthLine } from '../api/contract/show.ts';
import type { StudioSnapshot } from '../api/contract/studio.ts';
import type { UserMessage } from '../contract/failure.ts';
import { localDestinationId } from '../contract/ids.ts';

export interface HealthParts {
  readonly show: Pick<StudioSnapshot['show'], 'state' | 'source' | 'air'>;
  readonly destinations: readonly Pick<StudioSnapshot['destinations'][number], 'destinationId' | 'label' | 'state' | 'kept'>[];
  readonly processes: readonly Pick<StudioSnapshot['processes'][number], 'name' | 'state'>[];
  /** Frames that the clock left out lately, and how many there should have been. */
  readonly pace: { readonly skipped: number; readonly frames: number };
  readonly recording: Pick<StudioSnapshot['recording'], 'state'>;
}

type Level = HealthLine['level'];

/** Fewer is a hiccup that nobody sees. */
const behindShare = 0.03;

export function healthLine(parts: HealthParts): HealthLine {
  const { show, processes, pace } = parts;
  if (show.state === 'off') return line('rest', 'Off air.', '未开播。');
  if (show.state === 'starting') return line('rest', 'The show is starting…', '节目正在启动…');
  if (show.state === 'stopping') return line('rest', 'The show is ending…', '节目正在结束…');
  if (show.air.phase === 'panic')
    return line(
      'care',
      'Emergency: viewers see the slate, the anchor is silent. Press “Continue” to go on.',
      '紧急：观众看到垫片，主播已静音。点击“继续”恢复。',
    );

  const stateOf = (name: string): string => processes.find((process) => process.name === name)?.state ?? 'running';
  const away = (name: string): boolean => ['restarting', 'failed', 'given-up'].includes(stateOf(name));
  const seen: UserMessage =
    show.air.slate !== null
      ? { en: 'viewers see the slate', zh: '观众看到垫片' }
      : { en: 'viewers see “Back in a moment”', zh: '观众看到“马上回来”' };
  if (stateOf('outlet') === 'given-up' || stateOf('programme') === 'given-up' || stateOf('encoder') === 'failed')
    return line(
      'trouble',
      'The show cannot go on by itself: stop it and start it again. What was recorded is kept.',
      '节目无法自行恢复：请停止后重新开始。已录制的内容已保存。',
    );
  if (away('outlet'))
    return line('trouble', 'Sending is being started again; destinations reconnect by themselves.', '推流进程正在重启，各目标会自动重连。');
  if (away('programme') || away('encoder')) {
    const what = away('programme') ? { en: 'The programme', zh: '节目进程' } : { en: 'The encoder', zh: '编码器' };
    return line(
      'trouble',
      `${what.en} is being started again; ${seen.en}, no connection is lost.`,
      `${what.zh}正在重启；${seen.zh}，连接不会中断。`,
    );
  }
  // by command it is no trouble
  if (show.source !== 'live' && show.air.slate === null)
    return line('trouble', `The picture is missing; ${seen.en} until it is back.`, `画面中断；恢复之前${seen.zh}。`);

  const trouble = destinationTrouble(parts.destinations);
  if (trouble) return trouble;
  if (parts.recording.state === 'failed')
    return line('trouble', 'The recording has ended early; the stream goes on.', '录制已提前结束；直播照常进行。');
  if (pace.frames > 0 && pace.skipped / pace.frames > behindShare) {
    const percent = Math.round((pace.skipped / pace.frames) * 100);
    return line(
      'care',
      `The machine is behind: ${percent} % of the pictures are left out. Close other programs or choose a smaller picture.`,
      `电脑性能不足：${percent}% 的画面被跳过。请关闭其他程序或选择更小的画面。`,
    );
  }
  if (away('media-server'))
    return line('care', 'The preview is being started again; the platforms are fine.', '预览正在重启；平台推流正常。');
  return well(parts);
}

function well({ show, destinations, recording }: HealthParts): HealthLine {
  const recorded: UserMessage = recording.state === 'recording' ? { en: ', recording', zh: '，正在录制' } : { en: '', zh: '' };
  if (show.air.audience === 'rehearsal') {
    const what = show.air.slate === null ? { en: 'Rehearsal', zh: '彩排中' } : { en: 'Rehearsal with the slate', zh: '彩排中，显示垫片' };
    return line(
      'well',
      `${what.en}: all well${recorded.en}. Nothing goes to the platforms.`,
      `${what.zh}：一切正常${recorded.zh}。没有推流到任何平台。`,
    );
  }
  const live = platforms(destinations).filter(({ state }) => state === 'live').length;
  const connecting = platforms(destinations).filter(({ state }) => state === 'connecting').length;
  const slate: UserMessage = show.air.slate === null ? { en: '', zh: '' } : { en: ' The slate is on.', zh: '正在显示垫片。' };
  if (connecting > 0)
    return line(
      'care',
      `Connecting to ${counted(connecting).en}; ${live} live${recorded.en}.${slate.en}`,
      `正在连接 ${counted(connecting).zh}；${live} 个推流中${recorded.zh}。${slate.zh}`,
    );
  if (live === 0)
    return line(
      // who keeps no platform may show the picture in OBS; who keeps one has perhaps forgotten to start it
      platforms(destinations).length > 0 ? 'care' : 'well',
      `Live on this machine only: no platform receives it${recorded.en}.${slate.en}`,
      `直播中，仅在本机：没有推流到任何平台${recorded.zh}。${slate.zh}`,
    );
  const [en, zh] = [`to ${counted(live).en}`, `推流到 ${counted(live).zh}`];
  return line('well', `All well: live ${en}${recorded.en}.${slate.en}`, `一切正常：直播中，${zh}${recorded.zh}。${slate.zh}`);
}

function destinationTrouble(all: HealthParts['destinations']): HealthLine | null {
  const those = platforms(all).filter(({ state }) => state !== 'stopped' && state !== 'idle');
  const order = ['failed', 'reconnecting', 'congested'] as const;
  const worst = order.find((state) => those.some((one) => one.state === state));
  if (worst === undefined) return null;
  const hit = those.filter(({ state }) => order.some((bad) => bad === state));
  const named = hit.filter(({ state }) => state === worst).map(nameOf);
  const names: UserMessage = { en: named.join(', '), zh: named.join('、') };
  const what: Record<typeof worst, UserMessage> = {
    failed: { en: 'failed: look at its line', zh: '推流失败，请查看其说明' },
    reconnecting: { en: 'reconnecting', zh: '正在重连' },
    congested: { en: 'congested, pictures are left out', zh: '网络拥塞，正在丢帧' },
  };
  const fine = those.length - hit.length;
  const more = hit.length - named.length;
  const others: UserMessage =
    more > 0
      ? { en: `${more} more in trouble, ${fine} fine`, zh: `另有 ${more} 个异常，${fine} 个正常` }
      : fine > 0
        ? { en: 'the others are fine', zh: '其他目标正常' }
        : { en: 'the show and its recording go on', zh: '节目和录制照常进行' };
  return line(
    worst === 'congested' ? 'care' : 'trouble',
    `${names.en} ${what[worst].en}; ${others.en}.`,
    `${names.zh} ${what[worst].zh}；${others.zh}。`,
  );
}

/** The preview of this machine is no platform. */
const platforms = (all: HealthParts['destinations']): HealthParts['destinations'] =>
  all.filter(({ destinationId }) => destinationId !== localDestinationId);
const nameOf = ({ kept, label }: HealthParts['destinations'][number]): string => kept?.title ?? label;
const counted = (n: number): UserMessage => ({ en: n === 1 ? '1 destination' : `${n} destinations`, zh: `${n} 个目标` });
const line = (level: Level, en: string, zh: string): HealthLine => ({ level, message: { en, zh } });
