/** The beacon as an ear: utterance of tones in, the words of its clauses out. A clause whose check digits do not agree is not heard. */
import { beaconSlots, beaconText, clauseEnd, numberedStart, unpackBeaconDigits } from '../../../contract/beacon.ts';
import { EngineError } from '../../contract/engine-error.ts';
import { hearingSampleRate } from '../../contract/requests.ts';
import type { EngineOf, LoadedAsr } from '../../child/types.ts';
import { hearSymbols, type HeardSymbol } from './hear-symbols.ts';

const longestHoldMs = 60_000;

export function createBeaconEar(): EngineOf<LoadedAsr> {
  return {
    async load({ options }) {
      const holdMs = options['holdMs'] ?? 0;
      if (typeof holdMs !== 'number' || !(holdMs >= 0 && holdMs <= longestHoldMs))
        throw new EngineError('bad-options', `beacon-ear: holdMs must be 0..${longestHoldMs}`);
      return {
        signature: { kind: 'asr', sampleRate: hearingSampleRate, languages: ['*'] },
        async *infer({ pcm }, signal) {
          signal.throwIfAborted();
          const symbols = hearSymbols(pcm);
          const text = wordsOf(symbols);
          yield { type: 'partial', text };
          if (holdMs > 0) await pause(holdMs, signal);
          yield { type: 'final', text, lang: 'und', fromMs: symbols[0]?.fromMs ?? 0, untilMs: symbols.at(-1)?.untilMs ?? 0 };
        },
        unload() {},
      };
    },
  };
}

function wordsOf(symbols: readonly HeardSymbol[]): string {
  const words: string[] = [];
  symbols.forEach(({ symbol }, at) => {
    if (symbol !== numberedStart || symbols[at + beaconSlots - 1]?.symbol !== clauseEnd) return;
    const digits = symbols.slice(at + 1, at + beaconSlots - 1).map((one) => one.symbol);
    const number = unpackBeaconDigits(digits.join(''));
    if (number) words.push(beaconText(number.turn, number.clause, number.clauses));
  });
  return words.join(' ');
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
