/** The microphone as pieces of 16 kHz mono sound. Knows no studio and no React. */
import captureUrl from './capture.worklet.ts?worker&url';

export const hearingSampleRate = 16_000;

export interface Microphone {
  /** As the system names it. */
  readonly deviceId: string;
  /** Resolves when what was said so far has been handed over. */
  drain(): Promise<void>;
  close(): void;
}

export interface MicrophoneOptions {
  /** '' = the system's choice; one that is not there any more falls back to it. */
  readonly deviceId: string;
  /** At most a tenth of a second each. */
  readonly onPiece: (pcm: Int16Array) => void;
  /** The device went away. */
  readonly onEnded: () => void;
}

/** Rejects with the DOMException of getUserMedia (NotAllowedError, NotFoundError, NotReadableError …). */
export async function openMicrophone({ deviceId, onPiece, onEnded }: MicrophoneOptions): Promise<Microphone> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      ...(deviceId === '' ? {} : { deviceId: { ideal: deviceId } }),
      channelCount: 1,
      // the preview plays in this very window: what it says is taken out again
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
  });
  const track = stream.getAudioTracks()[0];
  // Chromium resamples the source to the rate of the context, with a proper filter.
  const context = new AudioContext({ sampleRate: hearingSampleRate, latencyHint: 'interactive' });
  const close = (): void => {
    for (const one of stream.getTracks()) one.stop();
    if (context.state !== 'closed') void context.close();
  };
  try {
    await context.audioWorklet.addModule(captureUrl);
    const source = context.createMediaStreamSource(stream);
    const capture = new AudioWorkletNode(context, 'capture', { numberOfInputs: 1, numberOfOutputs: 1 });
    const waiting: (() => void)[] = [];
    capture.port.addEventListener('message', ({ data }: MessageEvent<{ readonly pcm: Int16Array; readonly because: 'full' | 'asked' }>) => {
      if (data.pcm.length > 0) onPiece(data.pcm);
      if (data.because === 'asked') waiting.shift()?.();
    });
    capture.port.start();
    // a node that leads nowhere is not asked for samples; it writes nothing, so nothing is heard
    source.connect(capture).connect(context.destination);
    await context.resume();
    track?.addEventListener('ended', onEnded);
    return {
      deviceId: track?.getSettings().deviceId ?? '',
      drain: () =>
        new Promise((resolve) => {
          waiting.push(resolve);
          capture.port.postMessage('drain');
        }),
      close: () => {
        track?.removeEventListener('ended', onEnded);
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** 0..1 for a meter: -60 dB of full scale and less is nothing. */
export function levelOf(pcm: Int16Array): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, pcm.length) / 32_768 ** 2 + 1e-12);
  return Math.max(0, Math.min(1, 1 + decibels / 60));
}
