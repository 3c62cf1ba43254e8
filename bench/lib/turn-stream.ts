/** A steady stream of turns on a show on air: each is said, timed to its first sound at the encoder, then cut off, and the next follows. */
import type { Studio } from '../../main/app/create-studio.ts';
import { isTerminalTurn } from '../../main/contract/show-events.ts';
import { chatLines } from './lines.ts';

export interface TurnTime {
  readonly saidAtMs: number;
  readonly heardAtMs: number;
}

export interface TurnStream {
  readonly times: readonly TurnTime[];
  /** Turns that ended without a sound; heardAtMs is when they ended. */
  readonly silent: readonly TurnTime[];
  /** One turn; resolves when its first sound was heard (or it ended without one) and it was cut off. */
  next(): Promise<void>;
  /** Begins to run turn after turn. */
  start(): void;
  /** Resolves when so many more turns have been heard. */
  turns(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** The next line must not always meet the same phase of a frame. */
const leastPauseMs = 200;
const pauseSpreadMs = 97;

/** `speakMs`: each answer is heard for so long before it is cut off; default: it is cut off with its first sound. */
export function createTurnStream(studio: Studio, { speakMs = 0 }: { readonly speakMs?: number } = {}): TurnStream {
  const times: TurnTime[] = [];
  const silent: TurnTime[] = [];
  let count = 0;
  let state: 'idle' | 'running' | 'stopping' = 'idle';
  let loop: Promise<void> = Promise.resolve();
  const waiting = new Set<{ left: number; readonly resolve: () => void }>();

  async function next(): Promise<void> {
    const line = chatLines[count++ % chatLines.length];
    let turnId = '';
    const saidAtMs = Date.now();
    const heardAtMs = await new Promise<number | null>((resolve) => {
      const stop = studio.onEvent((event) => {
        if (!('turnId' in event) || event.turnId !== turnId) return;
        if (event.type === 'speech-started') {
          stop();
          resolve(event.heardAtMs);
        } else if (event.type === 'turn' && isTerminalTurn(event.state)) {
          stop();
          resolve(null);
        }
      });
      const said = studio.say({ author: 'bench', text: line?.text ?? '' });
      if (said.accepted) turnId = said.turnId;
      else {
        stop();
        resolve(null);
      }
    });
    if (heardAtMs === null) silent.push({ saidAtMs, heardAtMs: Date.now() });
    else times.push({ saidAtMs, heardAtMs });
    if (speakMs > 0 && heardAtMs !== null) await new Promise((resolve) => setTimeout(resolve, speakMs));
    await studio.cancel();
    for (const waiter of waiting) {
      waiter.left -= 1;
      if (waiter.left > 0) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
    await new Promise((resolve) => setTimeout(resolve, leastPauseMs + ((process.hrtime()[1] / 1000) % pauseSpreadMs)));
  }

  return {
    times,
    silent,
    next,
    start() {
      state = 'running';
      loop = (async () => {
        while (state === 'running') await next();
      })();
    },
    turns: (left) => new Promise((resolve) => waiting.add({ left, resolve })),
    async stop() {
      state = 'stopping';
      await loop;
      state = 'idle';
    },
  };
}
