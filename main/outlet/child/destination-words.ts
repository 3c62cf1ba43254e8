/** What the streamer reads when a destination has trouble: what happened, what still works, what to do. */
import type { UserMessage } from '../../contract/failure.ts';
import type { RtmpError } from './rtmp/rtmp-error.ts';

const othersEn = 'The recording and the other destinations go on.';
const othersZh = '录制和其他目标不受影响。';

export const congestedWords: UserMessage = {
  en: `The connection to this platform is too slow; some pictures are left out there. ${othersEn} Lower the bitrate or check the upload speed if it lasts.`,
  zh: `到该平台的网络太慢，正在丢弃部分画面。${othersZh}如果持续出现，请降低码率或检查上传速度。`,
};

/** `said` is the server's own text, already free of secrets. */
export function destinationWords(error: RtmpError): UserMessage {
  const said = typeof error.detail?.['said'] === 'string' ? error.detail['said'] : error.message;
  switch (error.code) {
    case 'bad-url':
      return {
        en: `The address of this destination cannot be used: ${error.message}. ${othersEn} Correct the address and add it again.`,
        zh: `该目标的地址无效：${error.message}。${othersZh}请改正地址后重新添加。`,
      };
    case 'unreachable':
      return {
        en: `This platform cannot be reached (${error.message}). ${othersEn} It is tried again by itself; check the address and the network.`,
        zh: `无法连接到该平台（${error.message}）。${othersZh}程序会自动重试；请检查地址和网络。`,
      };
    case 'timeout':
      return {
        en: `This platform does not answer. ${othersEn} It is tried again by itself; check the address and the network.`,
        zh: `该平台没有响应。${othersZh}程序会自动重试；请检查地址和网络。`,
      };
    case 'refused':
      return {
        en: `The platform refused the stream (${said}). ${othersEn} Check the stream key, and that nobody else is using it.`,
        zh: `平台拒绝了推流（${said}）。${othersZh}请检查推流码，并确认没有别人在使用它。`,
      };
    case 'closed-before-publish':
      return {
        en: `The platform hung up before it accepted the stream; mostly the stream key is wrong or out of date. ${othersEn} It is tried again by itself; check the stream key.`,
        zh: `平台在接受推流之前断开了连接，通常是推流码错误或已过期。${othersZh}程序会自动重试；请检查推流码。`,
      };
    case 'ended-by-server':
      return {
        en: `The platform ended the stream (${said}). ${othersEn} It is connected again by itself.`,
        zh: `平台结束了推流（${said}）。${othersZh}程序会自动重新连接。`,
      };
    case 'connection-lost':
      return {
        en: `The connection to this platform broke. ${othersEn} It is connected again by itself.`,
        zh: `到该平台的连接已断开。${othersZh}程序会自动重新连接。`,
      };
    case 'stalled':
      return {
        en: `This platform takes no more data. ${othersEn} It is connected again by itself.`,
        zh: `该平台不再接收数据。${othersZh}程序会自动重新连接。`,
      };
    case 'protocol':
      return {
        en: `The server at this address does not speak RTMP as it should (${error.message}). ${othersEn} It is tried again by itself; check the address.`,
        zh: `该地址上的服务器的 RTMP 应答不正确（${error.message}）。${othersZh}程序会自动重试；请检查地址。`,
      };
    default:
      return error.code satisfies never;
  }
}

export function refusedForGoodWords(error: RtmpError, attempts: number): UserMessage {
  const words = destinationWords(error);
  return {
    en: `${words.en} After ${attempts} refusals it is not tried any more: correct the key and add the destination again.`,
    zh: `${words.zh}已被拒绝 ${attempts} 次，不再重试：请改正推流码后重新添加该目标。`,
  };
}
