/** An event of the show as a line of the log, in both languages. Pure. null: what only a machine wants to read (every clause, every process of an engine). */
import type { Air, SlateId } from '../contract/air.ts';
import type { UserMessage } from '../contract/failure.ts';
import { localDestinationId } from '../contract/ids.ts';
import type { ShowEvent } from '../contract/show-events.ts';

export interface Described {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: UserMessage;
}

const slateNames: Readonly<Record<SlateId, UserMessage>> = {
  'starting-soon': { en: '“Starting soon”', zh: '“即将开始”' },
  'back-soon': { en: '“Back in a moment”', zh: '“马上回来”' },
  own: { en: 'your own picture', zh: '自己的图片' },
};
const destinationStates: Readonly<Record<Extract<ShowEvent, { type: 'destination' }>['state'], UserMessage>> = {
  idle: { en: 'waiting', zh: '等待中' },
  connecting: { en: 'connecting', zh: '正在连接' },
  live: { en: 'live', zh: '推流正常' },
  congested: { en: 'congested: pictures are left out', zh: '网络拥塞，正在丢帧' },
  reconnecting: { en: 'lost, reconnecting', zh: '连接中断，正在重连' },
  failed: { en: 'failed', zh: '推流失败' },
  stopped: { en: 'stopped', zh: '已停止' },
};
const processNames: Readonly<Record<string, UserMessage>> = {
  programme: { en: 'the programme', zh: '节目进程' },
  encoder: { en: 'the encoder', zh: '编码器' },
  outlet: { en: 'the outlet', zh: '推流进程' },
  'media-server': { en: 'the preview server', zh: '预览服务器' },
};

export function describeEvent(event: ShowEvent, nameOf: (destinationId: string) => string): Described | null {
  switch (event.type) {
    case 'show':
      return describeShow(event.state);
    case 'air':
      return describeAir(event);
    case 'parameters': {
      const { width, height, fps, videoBitrateKbps: kbps } = event;
      const format = `${width}x${height}, ${fps} fps, ${kbps} kbit/s`;
      if (event.publishers !== 'anew') return info(`Sent as ${format}.`, `发送格式：${format}。`);
      return info(
        `Sent as ${format}: another format than before, so every destination is connected anew.`,
        `发送格式：${format}。与之前不同，所有推流目标将重新连接。`,
      );
    }
    case 'source':
      if (event.state === 'live') return info('Viewers see the programme.', '观众看到的是节目画面。');
      return event.state === 'slate' ? info('Viewers see the slate.', '观众看到的是垫片。') : null;
    case 'destination': {
      const label = nameOf(event.destinationId);
      const name: UserMessage =
        event.destinationId === localDestinationId ? { en: 'The preview', zh: '本机预览' } : { en: label, zh: label };
      const words = destinationStates[event.state];
      const level = event.state === 'failed' ? 'error' : event.state === 'reconnecting' || event.state === 'congested' ? 'warn' : 'info';
      return { level, message: joined({ en: `${name.en}: ${words.en}.`, zh: `${name.zh}：${words.zh}。` }, event.message) };
    }
    case 'recording': {
      const state = {
        recording: ['Recording to', '正在录制到'],
        stopped: ['Recorded to', '录像已保存到'],
        failed: ['Recording failed:', '录制失败：'],
      }[event.state];
      const message = { en: `${state[0]} ${event.path}.`, zh: `${state[1]} ${event.path}。` };
      return { level: event.state === 'failed' ? 'error' : 'info', message: joined(message, event.message) };
    }
    case 'turn':
      if (event.state === 'failed' || event.state === 'refused') {
        const message = { en: `A line from ${event.author} was not answered.`, zh: `${event.author} 的一句话没有得到回答。` };
        return { level: 'warn', message: joined(message, event.reason) };
      }
      return null;
    case 'cancelled': {
      const ms = Math.round(event.silentAfterMs);
      return info(`The anchor was silenced within ${ms} ms.`, `主播已在 ${ms} 毫秒内静音。`);
    }
    case 'process': {
      const name = processNames[event.name];
      if (!name) return null;
      if (event.state === 'running') return info(`Running: ${name.en}.`, `已运行：${name.zh}。`);
      if (event.state === 'restarting') return warn(`Has ended and is started again: ${name.en}.`, `已中断，正在重启：${name.zh}。`);
      if (event.state === 'given-up' || event.state === 'failed')
        return { level: 'error', message: { en: `Does not start any more: ${name.en}.`, zh: `无法再启动：${name.zh}。` } };
      return null;
    }
    case 'engine':
      return event.message ? { level: event.state === 'failed' ? 'error' : 'warn', message: event.message } : null;
    case 'swap': {
      if (event.message) return { level: 'warn', message: event.message };
      return null;
    }
    case 'notice':
      return { level: event.level, message: event.message };
    case 'encoding':
      return { level: ['start', 'recovered', 'platform'].includes(event.cause) ? 'info' : 'warn', message: event.message };
    case 'music': {
      if (event.state === 'off') return info('The music has ended.', '音乐已停止。');
      const words = {
        playing: ['Music', '正在播放音乐'],
        held: ['The music is started again', '正在重新开始播放'],
        skipped: ['No sound in', '没有声音，已跳过'],
      }[event.state];
      return {
        level: event.state === 'skipped' ? 'warn' : 'info',
        message: { en: `${words[0]}: ${event.title}.`, zh: `${words[1]}：${event.title}。` },
      };
    }
    case 'hearing':
      return event.state === 'failed' ? { level: 'warn', message: event.message } : null;
    case 'clause':
    case 'words':
    case 'speech-started':
    case 'speech-heard':
    case 'speech-ended':
      return null;
    default:
      return event satisfies never;
  }
}

function describeShow(state: Extract<ShowEvent, { type: 'show' }>['state']): Described {
  return {
    starting: info('The show starts.', '节目正在启动。'),
    'on-air': info('The programme runs.', '节目已运行。'),
    stopping: info('The show ends.', '节目正在结束。'),
    off: info('The show is over.', '节目已结束。'),
  }[state];
}

function describeAir({ phase, audience, slate }: Air): Described | null {
  switch (phase) {
    case 'rehearsing':
      return info('Rehearsal: nothing goes to the platforms.', '彩排：不推流到任何平台。');
    case 'live':
      return info('On air.', '已开播。');
    case 'slate': {
      const name = slate === null ? slateNames['back-soon'] : slateNames[slate];
      return audience === 'platforms'
        ? info(`Live with the slate ${name.en}; the programme goes on unseen.`, `直播中，显示垫片${name.zh}；节目在后台继续。`)
        : info(`Rehearsal with the slate ${name.en}.`, `彩排中，显示垫片${name.zh}。`);
    }
    case 'panic':
      return warn('Emergency: slate and silence. Nothing is said until “Continue”.', '紧急：已切换垫片并静音。点击“继续”之前不会说话。');
    case 'off':
    case 'starting':
    case 'stopping':
      return null;
    default:
      return phase satisfies never;
  }
}

const info = (en: string, zh: string): Described => ({ level: 'info', message: { en, zh } });
const warn = (en: string, zh: string): Described => ({ level: 'warn', message: { en, zh } });
const joined = (first: UserMessage, more: UserMessage | undefined): UserMessage =>
  more === undefined ? first : { en: `${first.en} ${more.en}`, zh: `${first.zh}${more.zh}` };
