/** Pieces of sound of any length in, the gate's items out: cuts them into the model's windows, one piece at a time. */
import { oneAtATime } from '../../kernel/one-at-a-time.ts';
import { longestPieceSamples, type GateAnswer, type GateFeed, type GateItem } from '../protocol/voice-gate.ts';
import { sileroWindow, type Silero } from './load-silero.ts';
import { createVoiceGate, defaultGateSettings, type GateSettings } from './voice-gate.ts';

export interface Listener {
  feed(piece: GateFeed): Promise<GateAnswer>;
  flush(): Promise<GateAnswer>;
}

export function createListener(silero: Silero, settings: GateSettings = defaultGateSettings): Listener {
  const gate = createVoiceGate(settings);
  const rest = new Int16Array(sileroWindow);
  let restLength = 0;
  /** Two pieces must not be in the model at once: each window needs what the one before left. */
  const inOrder = oneAtATime();

  const answer = (items: readonly GateItem[], speech: number): GateAnswer => ({ items, keepFromSample: gate.keepFromSample, speech });

  async function feedNow({ fromSample, pcm }: GateFeed): Promise<GateAnswer> {
    const items: GateItem[] = [];
    let most = 0;
    if (fromSample !== gate.nowSample + restLength) {
      items.push(...gate.moveTo(fromSample));
      restLength = 0;
      silero.forget();
    }
    for (let at = 0; at < pcm.length;) {
      const taken = pcm.subarray(at, at + sileroWindow - restLength);
      rest.set(taken, restLength);
      restLength += taken.length;
      at += taken.length;
      if (restLength < sileroWindow) break;
      restLength = 0;
      const speech = await silero.speech(rest);
      most = Math.max(most, speech);
      items.push(...gate.push(rest, speech));
    }
    return answer(items, most);
  }

  return {
    async feed(piece) {
      if (!(piece.pcm instanceof Int16Array) || piece.pcm.length > longestPieceSamples) throw new Error('no piece of sound');
      if (!Number.isSafeInteger(piece.fromSample) || piece.fromSample < 0) throw new Error('no place in the sound');
      return inOrder(() => feedNow(piece));
    },
    flush: () => inOrder(() => answer(gate.flush(), 0)),
  };
}
