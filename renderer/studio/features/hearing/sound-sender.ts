/** Hands pieces of sound and presses of the button to the studio, in order, one at a time. Bounded: where the studio does not keep up, the oldest sound goes. Knows no React. */
import type { SoundTaken } from '../../../../main/api/contract/hearing.ts';

/** Of the studio's client, what sound needs. */
export interface SoundDoor {
  feed(piece: { readonly sessionId: string; readonly pcm: string }): Promise<SoundTaken>;
  talk(talk: { readonly sessionId: string; readonly button: 'pressed' | 'released' }): Promise<SoundTaken>;
}

type Step = { readonly pcm: Int16Array } | { readonly button: 'pressed' | 'released' };

/** Two seconds. */
const mostWaiting = 20;

export interface SoundSender {
  send(step: Step): void;
  close(): void;
}

/** `onRefused`: the studio does not listen to this session any more. */
export function createSoundSender(sessionId: string, door: () => SoundDoor | null, onRefused: () => void): SoundSender {
  const waiting: Step[] = [];
  let state: 'idle' | 'sending' | 'closed' = 'idle';
  const isClosed = (): boolean => state === 'closed';

  async function sendAll(): Promise<void> {
    state = 'sending';
    for (let step = waiting.shift(); step && !isClosed(); step = waiting.shift()) {
      const studio = door();
      try {
        const taken =
          'pcm' in step
            ? await studio?.feed({ sessionId, pcm: base64Of(step.pcm) })
            : await studio?.talk({ sessionId, button: step.button });
        if (taken?.accepted === false && !isClosed()) {
          close();
          onRefused();
        }
      } catch {
        // The connection was lost in the middle: a new one is on its way, or listening ends by itself.
      }
    }
    if (!isClosed()) state = 'idle';
  }

  function close(): void {
    state = 'closed';
    waiting.length = 0;
  }

  return {
    send(step) {
      if (isClosed()) return;
      waiting.push(step);
      const oldest = waiting.findIndex((one) => 'pcm' in one);
      if (waiting.length > mostWaiting && oldest >= 0) waiting.splice(oldest, 1);
      if (state === 'idle') void sendAll();
    },
    close,
  };
}

/** Little-endian, as every machine that runs this is. */
export function base64Of(pcm: Int16Array): string {
  let text = '';
  for (const byte of new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength)) text += String.fromCharCode(byte);
  return btoa(text);
}
