/**
 * What the studio knows of each platform: address, limits, where the key is found, and whether trying it puts anybody on air. Data only.
 * An address stands here only where the platform has one for everybody; where each account or each show gets its own, there is none.
 */
import type { UserMessage } from './failure.ts';

export const destinationPresetIds = ['twitch', 'youtube', 'bilibili', 'douyin', 'kuaishou', 'tiktok', 'custom', 'srt'] as const;
export type DestinationPresetId = (typeof destinationPresetIds)[number];

export interface DestinationPreset {
  readonly title: UserMessage;
  /** null: it comes with the key, from the platform's live console. */
  readonly url: string | null;
  /** Shown in the empty field of the address. */
  readonly urlExample: string;
  /** Picture and sound together; null = the platform names none that we are sure of. */
  readonly maxKbps: number | null;
  readonly keyframeSeconds: number;
  readonly orientation: 'landscape' | 'vertical' | 'any';
  /** 'marked': the key with `testSuffix` is taken, but not shown; 'harmless': publishing shows it to nobody but the owner; 'on-air': it would go live. */
  readonly trial: 'marked' | 'harmless' | 'on-air';
  readonly testSuffix?: string;
  readonly hint: UserMessage;
}

const perAccount = (en: string, zh: string): UserMessage => ({
  en: `${en} Address and key belong to your account and may change with each show: copy both.`,
  zh: `${zh}地址和推流码因账号而异，每次开播都可能变化，请两项都复制。`,
});

export const destinationPresets: Readonly<Record<DestinationPresetId, DestinationPreset>> = Object.freeze({
  twitch: {
    title: { en: 'Twitch', zh: 'Twitch' },
    url: 'rtmps://ingest.global-contribute.live-video.net:443/app',
    urlExample: 'rtmps://ingest.global-contribute.live-video.net:443/app',
    maxKbps: 6000,
    keyframeSeconds: 2,
    orientation: 'landscape',
    trial: 'marked',
    testSuffix: '?bandwidthtest=true',
    hint: {
      en: 'The key: Creator Dashboard → Settings → Stream → Primary Stream key.',
      zh: '推流码：创作者后台 → 设置 → 直播 → 主要直播密钥。',
    },
  },
  youtube: {
    title: { en: 'YouTube', zh: 'YouTube' },
    url: 'rtmps://a.rtmps.youtube.com:443/live2',
    urlExample: 'rtmps://a.rtmps.youtube.com:443/live2',
    maxKbps: 8000,
    keyframeSeconds: 2,
    orientation: 'any',
    trial: 'on-air',
    hint: {
      en: 'The key: YouTube Studio → Create → Go live → Stream → Stream key. A channel may have to wait 24 hours before its first show.',
      zh: '推流码：YouTube 工作室 → 创建 → 开始直播 → 直播 → 直播密钥。新频道首次开播可能需等待 24 小时。',
    },
  },
  bilibili: {
    title: { en: 'Bilibili', zh: '哔哩哔哩' },
    url: null,
    urlExample: 'rtmp://…/live-bvc/',
    maxKbps: null,
    keyframeSeconds: 2,
    orientation: 'any',
    trial: 'on-air',
    hint: perAccount(
      'Live centre → My live room → Start: "server address" and "stream key" appear there.',
      '直播中心 → 我的直播间 → 开始直播后显示“服务器地址”和“串流密钥”。',
    ),
  },
  douyin: {
    title: { en: 'Douyin', zh: '抖音' },
    url: null,
    urlExample: 'rtmp://…',
    maxKbps: null,
    keyframeSeconds: 2,
    orientation: 'vertical',
    trial: 'on-air',
    hint: perAccount(
      'Only accounts that may use third-party streaming get an address, in the live console.',
      '仅开通第三方推流权限的账号可在直播后台获取推流地址。',
    ),
  },
  kuaishou: {
    title: { en: 'Kuaishou', zh: '快手' },
    url: null,
    urlExample: 'rtmp://…',
    maxKbps: null,
    keyframeSeconds: 2,
    orientation: 'vertical',
    trial: 'on-air',
    hint: perAccount(
      'The live console shows address and key to accounts with the right to stream from outside.',
      '开通推流权限的账号可在直播后台查看推流地址和推流码。',
    ),
  },
  tiktok: {
    title: { en: 'TikTok', zh: 'TikTok' },
    url: null,
    urlExample: 'rtmp://…',
    maxKbps: null,
    keyframeSeconds: 2,
    orientation: 'vertical',
    trial: 'on-air',
    hint: perAccount(
      'LIVE Producer or the LIVE centre shows them to accounts with access to stream keys.',
      '拥有串流密钥权限的账号可在 LIVE Producer 或 LIVE 中心查看。',
    ),
  },
  custom: {
    title: { en: 'Custom RTMP(S)', zh: '自定义 RTMP(S)' },
    url: null,
    urlExample: 'rtmp://host/app',
    maxKbps: null,
    keyframeSeconds: 2,
    orientation: 'any',
    trial: 'harmless',
    hint: {
      en: 'Any server that takes RTMP or RTMPS. The test sends a few seconds of the slate.',
      zh: '任何支持 RTMP 或 RTMPS 的服务器。测试时会推送几秒垫片画面。',
    },
  },
  srt: {
    title: { en: 'SRT', zh: 'SRT' },
    url: null,
    urlExample: 'srt://host:port?passphrase=…',
    maxKbps: null,
    keyframeSeconds: 2,
    orientation: 'any',
    trial: 'harmless',
    hint: {
      en: 'The key is the stream id; it may stay empty. Needs an ffmpeg with SRT.',
      zh: '推流码即 streamid，可留空。需要支持 SRT 的 ffmpeg。',
    },
  },
} satisfies Record<DestinationPresetId, DestinationPreset>);
