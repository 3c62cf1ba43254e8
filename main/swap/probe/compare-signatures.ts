/** Can a candidate stand in for the active engine? By what was read from the loaded models, not by manifests. Pure. */
import type { UserMessage } from '../../contract/failure.ts';
import { hearingSampleRate } from '../../engines/contract/requests.ts';
import type { EngineSignature } from '../../engines/contract/signature.ts';

const leastContextTokens = 512;
const sampleRates = { least: 8000, most: 192_000 } as const;
const mostLookaheadMs = 2000;

/** Of the face on air. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** null = it can; else why not. Without an active one (the slot was off) the candidate is only looked at by itself. */
export function compareSignatures(
  candidate: EngineSignature,
  against: EngineSignature | undefined,
  pictureSize?: PictureSize,
): UserMessage | null {
  if (against && against.kind !== candidate.kind)
    return {
      en: `It is a ${candidate.kind}, and the present one is a ${against.kind}.`,
      zh: `它的类型是 ${candidate.kind}，而当前引擎是 ${against.kind}。`,
    };
  switch (candidate.kind) {
    case 'llm':
      if (candidate.contextTokens !== null && !(candidate.contextTokens >= leastContextTokens))
        return {
          en: `It remembers ${candidate.contextTokens} tokens; at least ${leastContextTokens} are needed for an answer.`,
          zh: `其上下文长度只有 ${candidate.contextTokens} 个词元，至少需要 ${leastContextTokens}。`,
        };
      return languagesOf(candidate.languages, against);
    case 'expression':
      return languagesOf(candidate.languages, against);
    case 'tts':
      if (!(candidate.sampleRate >= sampleRates.least && candidate.sampleRate <= sampleRates.most))
        return {
          en: `It speaks at ${candidate.sampleRate} samples a second, which no sound card plays.`,
          zh: `其采样率 ${candidate.sampleRate} Hz 无法播放。`,
        };
      if (candidate.voices.length === 0) return { en: 'It has no voice.', zh: '它没有任何音色。' };
      return languagesOf(candidate.languages, against);
    case 'face':
      if (against?.kind === 'face' && (candidate.width !== against.width || candidate.height !== against.height))
        return {
          en: `It draws ${candidate.width}x${candidate.height}, and the place on air is ${against.width}x${against.height}.`,
          zh: `其画面尺寸为 ${candidate.width}x${candidate.height}，而直播画面的位置为 ${against.width}x${against.height}。`,
        };
      if (!(candidate.lookaheadMs >= 0 && candidate.lookaheadMs <= mostLookaheadMs))
        return {
          en: `It needs to hear ${candidate.lookaheadMs} ms ahead; that is too far for a live show.`,
          zh: `它需要提前 ${candidate.lookaheadMs} 毫秒的声音，不适合直播。`,
        };
      return null;
    case 'enhance':
      return enhancerOf(candidate, pictureSize ?? (against?.kind === 'enhance' ? against : undefined));
    case 'asr':
      if ((candidate.sampleRate as number) !== hearingSampleRate)
        return {
          en: `It hears at ${candidate.sampleRate} samples a second; utterances come at ${hearingSampleRate}.`,
          zh: `它接收的采样率为 ${candidate.sampleRate} Hz，而语音以 ${hearingSampleRate} Hz 提供。`,
        };
      return languagesHeard(candidate.languages, against);
    default:
      return candidate satisfies never;
  }
}

/** It must take the pictures as they are: nothing is scaled or converted on air. */
function enhancerOf(candidate: Extract<EngineSignature, { kind: 'enhance' }>, size: PictureSize | undefined): UserMessage | null {
  if (candidate.format !== 'i420a')
    return {
      en: `It works on ${candidate.format} pictures; the show has i420a.`,
      zh: `它处理的画面格式为 ${candidate.format}，而节目使用 i420a。`,
    };
  if (size && (candidate.width < size.width || candidate.height < size.height))
    return {
      en: `It takes pictures of up to ${candidate.width}x${candidate.height}, and the anchor on air is ${size.width}x${size.height}.`,
      zh: `它最大支持 ${candidate.width}x${candidate.height} 的画面，而直播中的主播画面为 ${size.width}x${size.height}。`,
    };
  return null;
}

/** One language in common is enough: a clause that it cannot speak goes to the next voice, or becomes a caption. */
function languagesOf(languages: readonly string[], against: EngineSignature | undefined): UserMessage | null {
  if (languages.length === 0) return { en: 'It knows no language.', zh: '它不支持任何语言。' };
  if (!against || !('languages' in against) || languages.includes('*') || against.languages.includes('*')) return null;
  if (languages.some((lang) => against.languages.includes(lang))) return null;
  return {
    en: `It speaks ${languages.join(', ')}, and the present one ${against.languages.join(', ')}: the show would fall silent.`,
    zh: `它支持 ${languages.join('、')}，当前引擎支持 ${against.languages.join('、')}，切换后节目将无法继续说话。`,
  };
}

function languagesHeard(languages: readonly string[], against: EngineSignature | undefined): UserMessage | null {
  if (languages.length === 0) return { en: 'It understands no language.', zh: '它听不懂任何语言。' };
  if (against?.kind !== 'asr' || languages.includes('*') || against.languages.includes('*')) return null;
  if (languages.some((lang) => against.languages.includes(lang))) return null;
  return {
    en: `It understands ${languages.join(', ')}, and the present one ${against.languages.join(', ')}: nobody would be understood.`,
    zh: `它能听懂 ${languages.join('、')}，当前引擎能听懂 ${against.languages.join('、')}，切换后将无法听懂任何人。`,
  };
}
