/** What a pre-flight says: one sentence a step. Rates in Mbit/s with one digit. */
import type { UserMessage } from '../../../contract/failure.ts';

const mbit = (kbps: number): string => (kbps / 1000).toFixed(1);

export const preflightWords = {
  addressGood: { en: 'The address can be used.', zh: '地址格式正确。' },
  addressPlain: {
    en: 'The address can be used. The connection is not encrypted, so the key travels in the open; take rtmps:// if the platform offers it.',
    zh: '地址可用，但连接未加密，推流码会明文传输；平台若支持请改用 rtmps://。',
  },
  reached: { en: 'The server answers.', zh: '服务器有应答。' },
  reachedSecurely: { en: 'The server answers, and its certificate is right.', zh: '服务器有应答，证书有效。' },
  notBefore: { en: 'Not tried: something before it has to be mended first.', zh: '未测试：请先解决前面的问题。' },
  looked: {
    en: 'The server serves this address. The key was not tried: on this platform that would put you on air.',
    zh: '服务器可在该地址接收推流。未测试推流码：在该平台测试会直接开播。',
  },
  srtLooked: { en: 'SRT can only be tried by sending; that was not asked for.', zh: 'SRT 只有实际推流才能测试，本次未要求推流。' },
  accepted: { en: 'The server took the key and the stream.', zh: '服务器接受了推流码和推流。' },
  uploadGood: (kbps: number): UserMessage => ({
    en: `The upload carries what the show needs, with room to spare: at least ${mbit(kbps)} Mbit/s.`,
    zh: `上传带宽足够且有余量：至少 ${mbit(kbps)} Mbit/s。`,
  }),
  uploadTight: (kbps: number, wanted: number): UserMessage => ({
    en: `The upload carries ${mbit(kbps)} Mbit/s; the show sends ${mbit(wanted)} Mbit/s there. That is tight: pictures may be left out when the network sways.`,
    zh: `上传带宽为 ${mbit(kbps)} Mbit/s，节目需要 ${mbit(wanted)} Mbit/s，余量不足，网络波动时可能丢画面。`,
  }),
  uploadShort: (kbps: number, wanted: number): UserMessage => ({
    en: `The upload carries only ${mbit(kbps)} Mbit/s, but the show sends ${mbit(wanted)} Mbit/s there. Lower the bitrate, or use fewer destinations.`,
    zh: `上传带宽只有 ${mbit(kbps)} Mbit/s，而节目需要 ${mbit(wanted)} Mbit/s。请降低码率或减少推流目标。`,
  }),
  uploadUnknown: {
    en: 'The upload was not measured: this server does not confirm what it received.',
    zh: '未能测量上传带宽：该服务器不确认收到的数据。',
  },
  uploadNotTried: { en: 'The upload was not measured, because nothing was sent.', zh: '没有发送数据，因此未测量上传带宽。' },
} as const;
