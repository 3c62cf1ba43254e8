/** What the streamer reads when a destination has trouble: what happened, what still works, what to do. */
import type { UserMessage } from '../../contract/failure.ts';
import type { CertificateReason, RtmpError } from './rtmp/rtmp-error.ts';

const othersEn = 'The recording and the other destinations go on.';
const othersZh = '录制和其他目标不受影响。';

export const congestedWords: UserMessage = {
  en: `The connection to this platform is too slow; some pictures are left out there, up to the next keyframe. ${othersEn} Lower the bitrate or check the upload speed if it lasts.`,
  zh: `到该平台的网络太慢，正在丢弃部分画面（直到下一个关键帧）。${othersZh}如果持续出现，请降低码率或检查上传速度。`,
};

export const heldUpWords: UserMessage = {
  en: `This platform has taken nothing for some seconds; the stream waits for it. ${othersEn} It is connected again by itself if that lasts.`,
  zh: `该平台已有数秒没有接收数据，推流正在等待。${othersZh}如持续出现，程序会自动重新连接。`,
};

const certificateWords: Readonly<Record<CertificateReason, UserMessage>> = {
  expired: { en: 'it has expired', zh: '证书已过期' },
  'not-yet-valid': { en: 'it is not valid yet; is the clock of this computer right?', zh: '证书尚未生效，请检查本机时间是否正确' },
  'wrong-host': { en: 'it was made for another host', zh: '证书不属于该主机' },
  'self-signed': { en: 'the server signed it itself', zh: '证书为自签名' },
  'unknown-issuer': { en: 'nobody that this computer trusts has signed it', zh: '证书的签发机构不受信任' },
  revoked: { en: 'it was withdrawn by its issuer', zh: '证书已被吊销' },
};

/** The system's word for why there is no connection. */
const networkWords: Readonly<Record<string, UserMessage>> = {
  ENOTFOUND: { en: 'no host has this name', zh: '找不到该主机名' },
  EAI_AGAIN: { en: 'names cannot be looked up; is the network down?', zh: '域名解析失败，网络可能已断开' },
  ECONNREFUSED: { en: 'nothing listens there', zh: '对方端口没有开放' },
  ECONNRESET: { en: 'the connection was cut', zh: '连接被重置' },
  ETIMEDOUT: { en: 'no answer', zh: '没有应答' },
  EHOSTUNREACH: { en: 'no way to this host', zh: '主机不可达' },
  ENETUNREACH: { en: 'no way to this network', zh: '网络不可达' },
  ENETDOWN: { en: 'the network is down', zh: '网络已断开' },
  srt: { en: 'no SRT receiver answers, or it refuses the passphrase', zh: '没有 SRT 接收端应答，或口令被拒绝' },
};

/** A show goes on and tries again; a test does neither. */
const settings = {
  show: { en: othersEn, zh: othersZh, checkEn: 'It is tried again by itself; check', checkZh: '程序会自动重试；请检查' },
  test: { en: 'Nothing was put on air.', zh: '没有开播。', checkEn: 'Check', checkZh: '请检查' },
} as const;

/** `said` is the server's own text, already free of secrets. */
export function destinationWords(error: RtmpError, setting: keyof typeof settings = 'show'): UserMessage {
  const o = settings[setting];
  const said = typeof error.detail?.['said'] === 'string' ? error.detail['said'] : error.message;
  switch (error.code) {
    case 'bad-url':
      return {
        en: `The address of this destination cannot be used: ${error.message}. ${o.en} Correct the address and start it again.`,
        zh: `该目标的地址无效：${error.message}。${o.zh}请改正地址后重新开始。`,
      };
    case 'unreachable': {
      const why = networkWords[String(error.detail?.['cause'])] ?? { en: error.message, zh: error.message };
      return {
        en: `This platform cannot be reached: ${why.en}. ${o.en} ${o.checkEn} the address and the network.`,
        zh: `无法连接到该平台：${why.zh}。${o.zh}${o.checkZh}地址和网络。`,
      };
    }
    case 'timeout': {
      const silent = error.detail?.['reached'] === 'nothing';
      if (error.detail?.['reached'] === 'server' && error.detail['transport'] === 'tls')
        return {
          en: `This platform takes the connection, but does not begin the encryption. ${o.en} ${o.checkEn} the port, or begin the address with rtmp:// if the platform has no encryption.`,
          zh: `该平台接受了连接，但没有开始加密。${o.zh}${o.checkZh}端口；若平台不支持加密，请将地址改为以 rtmp:// 开头。`,
        };
      return {
        en: `${silent ? 'This platform does not answer.' : 'This platform takes the connection, but does not agree to the stream in time.'} ${o.en} ${o.checkEn} the address and the network.`,
        zh: `${silent ? '该平台没有响应。' : '该平台接受了连接，但迟迟没有同意推流。'}${o.zh}${o.checkZh}地址和网络。`,
      };
    }
    case 'certificate': {
      const why = certificateWords[error.detail?.['reason'] as CertificateReason];
      return {
        en: `The encrypted connection was not made, because the certificate of the server is not right: ${why.en}. Nothing was sent there, not even the key. ${o.en} Check the address; if it is right, the platform has to mend this.`,
        zh: `未建立加密连接，因为服务器证书有问题：${why.zh}。没有向对方发送任何内容（包括推流码）。${o.zh}请检查地址；若地址无误，需由平台修复。`,
      };
    }
    case 'wrong-transport':
      return error.detail?.['reason'] === 'is-tls'
        ? {
            en: `The server at this address speaks only encrypted. ${o.en} Begin the address with rtmps:// and start it again.`,
            zh: `该地址上的服务器只支持加密连接。${o.zh}请将地址改为以 rtmps:// 开头后重新开始。`,
          }
        : {
            en: `The server at this address does not speak encrypted there. ${o.en} Check the port, or begin the address with rtmp:// if the platform has no encryption.`,
            zh: `该地址上的服务器不支持加密连接。${o.zh}请检查端口；若平台不支持加密，请将地址改为以 rtmp:// 开头。`,
          };
    case 'redirected':
    case 'refused':
      return {
        en: `The platform refused the stream (${said}). ${o.en} Check the stream key, and that nobody else is using it.`,
        zh: `平台拒绝了推流（${said}）。${o.zh}请检查推流码，并确认没有别人在使用它。`,
      };
    case 'closed-before-publish':
      return {
        en: `The platform hung up before it took the stream; mostly the stream key is wrong or out of date. ${o.en} ${o.checkEn} the stream key.`,
        zh: `平台在接收推流之前断开了连接，通常是推流码错误或已过期。${o.zh}${o.checkZh}推流码。`,
      };
    case 'ended-by-server':
      return {
        en: `The platform ended the stream (${said}). ${o.en} It is connected again by itself.`,
        zh: `平台结束了推流（${said}）。${o.zh}程序会自动重新连接。`,
      };
    case 'connection-lost':
      return {
        en: `The connection to this platform broke. ${o.en} It is connected again by itself.`,
        zh: `到该平台的连接已断开。${o.zh}程序会自动重新连接。`,
      };
    case 'stalled':
      return {
        en: `This platform takes no more data. ${o.en} It is connected again by itself.`,
        zh: `该平台不再接收数据。${o.zh}程序会自动重新连接。`,
      };
    case 'protocol':
      return {
        en: `The server at this address does not speak RTMP as it should (${error.message}). ${o.en} ${o.checkEn} the address.`,
        zh: `该地址上的服务器的 RTMP 应答不正确（${error.message}）。${o.zh}${o.checkZh}地址。`,
      };
    case 'cannot-open':
      return {
        en: `This computer could not open the connection to this platform (${error.message}). ${o.en} ${o.checkEn} whether the disk of this computer is full.`,
        zh: `本机无法打开到该平台的连接（${error.message}）。${o.zh}${o.checkZh}本机磁盘是否已满。`,
      };
    case 'srt-unavailable':
      return {
        en: `SRT cannot be used: ${error.message}. ${o.en} Install an ffmpeg with SRT (or name one in FFMPEG_BIN), or use the platform's RTMP address.`,
        zh: `无法使用 SRT：${error.message}。${o.zh}请安装支持 SRT 的 ffmpeg（或用 FFMPEG_BIN 指定），或改用平台的 RTMP 地址。`,
      };
    default:
      return error.code satisfies never;
  }
}

export function refusedForGoodWords(error: RtmpError, attempts: number): UserMessage {
  const words = destinationWords(error);
  return {
    en: `${words.en} After ${attempts} attempts it is not tried any more: mend it and start this destination again.`,
    zh: `${words.zh}已尝试 ${attempts} 次，不再重试：请处理后重新开始该目标。`,
  };
}
