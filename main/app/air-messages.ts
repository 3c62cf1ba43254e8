/** What the show's controls say. */
import type { UserMessage } from '../contract/failure.ts';
import type { AirRefusal } from './air-machine.ts';

export const airMessages = {
  refusals: {
    'already-on': { en: 'The show is already on. Stop it first to start another one.', zh: '节目已在进行中。请先停止，再开始新的节目。' },
    off: {
      en: 'The show is off, so there is nothing to change. Start a rehearsal or go live first.',
      zh: '节目尚未开始，无需操作。请先彩排或开播。',
    },
    starting: { en: 'The show is still starting. Wait a moment, then try again.', zh: '节目正在启动，请稍候再试。' },
    stopping: { en: 'The show is ending; nothing more can be changed in it.', zh: '节目正在结束，无法再作更改。' },
    'live-already': { en: 'The show is live already; nothing was changed.', zh: '节目已经在直播，未作更改。' },
    'in-panic': {
      en: 'The emergency slate is on and the anchor is silenced. Press "Continue" first, then do this.',
      zh: '紧急垫片正在播出，主播已静音。请先点击“继续”，再进行此操作。',
    },
    'no-panic': { en: 'There is no emergency to end; the show goes on as it is.', zh: '当前没有紧急状态，节目照常进行。' },
    'no-slate': { en: 'No slate is on by command; the programme is shown.', zh: '当前没有手动垫片，正在播出节目画面。' },
  } satisfies Readonly<Record<AirRefusal, UserMessage>>,
  silenced: {
    en: 'The anchor is silenced by the emergency button, so this line was not taken. Press "Continue" first, then send it again.',
    zh: '主播已被紧急静音，这句话没有处理。请先点击“继续”，再重新发送。',
  },
  noOwnSlate: {
    en: 'There is no picture of your own for the slate yet. Nothing was changed; choose a PNG or JPEG first.',
    zh: '尚未设置自己的垫片图片，未作更改。请先选择一张 PNG 或 JPEG 图片。',
  },
  slateUnusable: {
    en: 'This slate could not be put on. The show goes on as it was; choose another one or try again.',
    zh: '此垫片无法播出，节目照常进行。请换一个或重试。',
  },
  notDone: {
    en: 'This could not be done. The show goes on as it was; try again.',
    zh: '此操作未能完成，节目照常进行，请重试。',
  },
  ownSlateFailed: {
    en: 'Your own slate picture could not be made ready, so it cannot be chosen in this show. The other slates and the show work. Choose the picture again.',
    zh: '自己的垫片图片未能准备好，本场不能使用。其他垫片和节目不受影响，请重新选择图片。',
  },
  recordingOn: { en: 'The show went live and is recorded from here on.', zh: '节目已开播，从现在起开始录制。' },
  newParameters: (format: string): UserMessage => ({
    en: `This show has another picture format than the last one (${format}): every destination is connected anew, viewers of the last show have to reload.`,
    zh: `本场画面格式与上一场不同（${format}）：所有推流目标都会重新连接，上一场的观众需要刷新。`,
  }),
} as const;
