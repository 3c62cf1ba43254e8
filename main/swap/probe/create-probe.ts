/** Tries a loaded candidate before it is switched to: its signature against the active one's, then one golden inference, with checks on what comes out. */
import type { UserMessage } from '../../contract/failure.ts';
import { neutralExpression, type Mark } from '../../contract/speech.ts';
import type { EngineChoice } from '../../engines/contract/choice.ts';
import type { EngineSignature } from '../../engines/contract/signature.ts';
import { hearingSampleRate, type AsrItem, type LlmItem } from '../../engines/contract/requests.ts';
import type { EngineInstance } from '../../engines/hosting/engine-instance.ts';
import type { Clock } from '../../kernel/clock.ts';
import { SwapError } from '../swap-error.ts';
import type { ProbeReport, SwapPorts } from '../types.ts';
import { checkAnswer, checkFeeling, isCutInThought } from './check-answer.ts';
import { checkEnhanced } from './check-enhanced.ts';
import { checkHearing } from './check-hearing.ts';
import { checkFrames } from './check-frames.ts';
import { checkSound } from './check-sound.ts';
import { compareSignatures, type PictureSize } from './compare-signatures.ts';
import { goldenCues, goldenQuestion, goldenScope, goldenSentence } from './golden.ts';
import { goldenUtterance } from './golden-utterance.ts';
import { goldenPicture } from './golden-picture.ts';
import { openProbeSocket } from './probe-socket.ts';

const itemTimeoutMs = 15_000;
/** Enough to see whether it can talk. */
const answerTokens = 64;

export interface ProbeOptions {
  readonly clock: Clock;
  /** Of the face on air: what an enhancer has to take. */
  readonly pictureSize?: () => PictureSize;
}

export function createProbe({ clock, pictureSize }: ProbeOptions): SwapPorts['probe'] {
  return async (candidate, choice, against, signal) => {
    const { signature } = candidate;
    if (!signature) throw new SwapError('signature', 'the candidate has told no signature');
    const unlike = compareSignatures(signature, against, pictureSize?.());
    if (unlike) throw new SwapError('signature', unlike.en, { detail: { words: unlike } });
    const startMs = clock.now();
    let firstMs: number | undefined;
    const output = (): void => {
      firstMs ??= clock.now() - startMs;
    };
    const fault = await tryKind(candidate, signature, choice, output, signal);
    if (fault) throw new SwapError('probe-failed', fault.en, { detail: { words: fault } });
    const totalMs = clock.now() - startMs;
    return { firstOutputMs: firstMs ?? totalMs, totalMs } satisfies ProbeReport;
  };
}

function tryKind(
  candidate: EngineInstance,
  signature: EngineSignature,
  choice: EngineChoice,
  output: () => void,
  signal: AbortSignal,
): Promise<UserMessage | null> {
  switch (signature.kind) {
    case 'llm':
      return tryAnswer(candidate, output, signal);
    case 'expression':
      return tryFeeling(candidate, output, signal);
    case 'tts':
      return trySpeech(candidate, signature, choice, output, signal);
    case 'face':
      return tryPictures(candidate, signature, output, signal);
    case 'enhance':
      return tryEnhance(candidate, output, signal);
    case 'asr':
      return tryHearing(candidate, output, signal);
    default:
      return signature satisfies never;
  }
}

/** What our own limit cuts off in mid-thought is asked once more as it is on air, with no limit but its own: there it has to come to a word. */
async function tryAnswer(candidate: EngineInstance, output: () => void, signal: AbortSignal): Promise<UserMessage | null> {
  const items = await askGolden(candidate, output, signal, { maxTokens: answerTokens });
  return checkAnswer(isCutInThought(items) ? await askGolden(candidate, output, signal, {}) : items);
}

async function askGolden(
  candidate: EngineInstance,
  output: () => void,
  signal: AbortSignal,
  limit: { readonly maxTokens?: number },
): Promise<readonly LlmItem[]> {
  const items: LlmItem[] = [];
  const request = { ...goldenScope, messages: [{ role: 'user', content: goldenQuestion } as const], ...limit };
  for await (const item of candidate.infer('llm', request, { signal, timeoutMs: itemTimeoutMs })) {
    if (item.type === 'text') output();
    items.push(item);
    // as much as the limit would have let through
    if (limit.maxTokens === undefined && items.length >= answerTokens && item.type === 'text') {
      items.push({ type: 'end', finishReason: 'length' });
      break;
    }
  }
  return items;
}

async function tryFeeling(candidate: EngineInstance, output: () => void, signal: AbortSignal): Promise<UserMessage | null> {
  const request = { ...goldenScope, text: 'Thank you, that is wonderful!', lang: 'en' };
  for await (const item of candidate.infer('expression', request, { signal, timeoutMs: itemTimeoutMs })) {
    output();
    return checkFeeling(item);
  }
  return { en: 'It tells no feeling.', zh: '它没有给出情绪。' };
}

async function tryHearing(candidate: EngineInstance, output: () => void, signal: AbortSignal): Promise<UserMessage | null> {
  const items: AsrItem[] = [];
  const pcm = goldenUtterance();
  const request = { showId: goldenScope.showId, epoch: goldenScope.epoch, utteranceId: 'probe', pcm };
  for await (const item of candidate.infer('asr', request, { signal, timeoutMs: itemTimeoutMs })) {
    output();
    items.push(item);
  }
  return checkHearing(items, (pcm.length * 1000) / hearingSampleRate);
}

async function trySpeech(
  candidate: EngineInstance,
  signature: Extract<EngineSignature, { kind: 'tts' }>,
  choice: EngineChoice,
  output: () => void,
  signal: AbortSignal,
): Promise<UserMessage | null> {
  const socket = await openProbeSocket();
  try {
    const { text, lang, usualMs } = goldenSentence(signature.languages);
    const streamId = 'probe/1';
    const marks: Mark[] = [];
    let sampleRate = signature.sampleRate;
    let toldSamples = 0;
    const request = {
      ...goldenScope,
      text,
      lang,
      expression: neutralExpression,
      speed: 1,
      pitch: 0,
      volume: 1,
      ...(typeof choice.options['voice'] === 'string' ? { voice: choice.options['voice'] } : {}),
      sink: { path: socket.path, streamId },
    };
    for await (const item of candidate.infer('tts', request, { signal, timeoutMs: itemTimeoutMs })) {
      if (item.type === 'format') sampleRate = item.sampleRate;
      else if (item.type === 'marks') marks.push(...item.marks);
      else if (item.type === 'end') toldSamples = item.samples;
      if (item.type === 'audio') output();
    }
    const samples = await within(socket.sound(streamId), signal);
    return checkSound({ samples, sampleRate, marks, toldSamples, usualMs });
  } finally {
    await socket.close();
  }
}

async function tryPictures(
  candidate: EngineInstance,
  signature: Extract<EngineSignature, { kind: 'face' }>,
  output: () => void,
  signal: AbortSignal,
): Promise<UserMessage | null> {
  const socket = await openProbeSocket();
  try {
    await within(candidate.attach(socket.path), signal);
    const canvas = await within(socket.hello, signal);
    if (canvas.width !== signature.width || canvas.height !== signature.height || canvas.format !== signature.format)
      return { en: 'Its pictures have another size than it said.', zh: '它的画面尺寸与声明不符。' };
    const frames = await within(socket.frames(goldenCues), signal);
    output();
    return checkFrames(frames, canvas, goldenCues.length);
  } finally {
    await candidate.detach().catch(() => {});
    await socket.close();
  }
}

async function tryEnhance(candidate: EngineInstance, output: () => void, signal: AbortSignal): Promise<UserMessage | null> {
  const socket = await openProbeSocket();
  try {
    await within(candidate.attach(socket.path), signal);
    await within(socket.enhancer, signal);
    const picture = goldenPicture();
    const enhanced = await within(socket.enhance(picture), signal);
    output();
    return checkEnhanced(enhanced, picture);
  } finally {
    await candidate.detach().catch(() => {});
    await socket.close();
  }
}

function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
