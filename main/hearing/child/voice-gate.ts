/** Utterances out of sound and how likely each window of it is speech. Pure, bounded: it holds one utterance of the longest length and what came just before. */
import type { GateItem, UtteranceEnd } from '../protocol/voice-gate.ts';

export interface GateSettings {
  /** Samples of one window. */
  readonly windowSamples: number;
  /** So likely speech must be, in so many windows in a row, to open the gate … */
  readonly openAt: number;
  readonly openWindows: number;
  /** … and so unlikely, for so long, to close it. */
  readonly closeBelow: number;
  readonly closeAfterSamples: number;
  /** Kept from before it opened, and from after the last speech: soft consonants are not seen. */
  readonly preRollSamples: number;
  readonly postRollSamples: number;
  /** Likely speech of less than this is a click. */
  readonly leastSpeechSamples: number;
  readonly longestSamples: number;
  /** A cut is made at the quietest window of the last so many samples. */
  readonly cutWithinSamples: number;
}

const ms = (count: number): number => count * 16;

/** Measured with speech in noise, music and tones at many levels (tests/integration/hearing). */
export const defaultGateSettings: GateSettings = Object.freeze({
  windowSamples: 512,
  openAt: 0.5,
  openWindows: 3,
  closeBelow: 0.35,
  closeAfterSamples: ms(640),
  preRollSamples: ms(320),
  postRollSamples: ms(200),
  leastSpeechSamples: ms(250),
  longestSamples: 30 * ms(1000),
  cutWithinSamples: ms(3000),
});

export interface VoiceGate {
  /** One window, right after the one before. */
  push(window: Int16Array, speech: number): readonly GateItem[];
  /** Ends what is open. */
  flush(): readonly GateItem[];
  /** Goes on at another place: what was open ends, nothing from before is kept. */
  moveTo(sample: number): readonly GateItem[];
  /** The sample behind the last window. */
  readonly nowSample: number;
  readonly keepFromSample: number;
}

interface Open {
  from: number;
  /** Behind the last window that may be speech. */
  lastVoice: number;
  /** Samples of windows that are likely speech. */
  voiced: number;
}

export function createVoiceGate(settings: GateSettings = defaultGateSettings): VoiceGate {
  const { windowSamples, preRollSamples, longestSamples } = settings;
  // whole windows only come at once, and an utterance may begin before the first of them
  const ring = new Int16Array(longestSamples + preRollSamples + (settings.openWindows + 2) * windowSamples);
  let now = 0;
  /** Nothing before this sample is told again. */
  let told = 0;
  let likely = 0;
  let open: Open | undefined;
  /** How loud each window of the open utterance is, for a cut. */
  let powers: number[] = [];

  function read(from: number, until: number): Int16Array {
    const pcm = new Int16Array(until - from);
    const start = from % ring.length;
    const first = Math.min(pcm.length, ring.length - start);
    pcm.set(ring.subarray(start, start + first));
    pcm.set(ring.subarray(0, pcm.length - first), first);
    return pcm;
  }

  function write(window: Int16Array): void {
    const start = now % ring.length;
    const first = Math.min(window.length, ring.length - start);
    ring.set(window.subarray(0, first), start);
    ring.set(window.subarray(first), 0);
    now += window.length;
  }

  const waitsFrom = (): number => Math.max(told, now - preRollSamples - likely * windowSamples);

  function close(end: UtteranceEnd): GateItem[] {
    if (!open) return [];
    const { from, lastVoice, voiced } = open;
    open = undefined;
    powers = [];
    likely = 0;
    const until = Math.min(now, lastVoice + settings.postRollSamples);
    told = until;
    if (voiced < settings.leastSpeechSamples) return [{ type: 'dropped', fromSample: from }];
    return [{ type: 'utterance', fromSample: from, pcm: read(from, until), end }];
  }

  /** At the quietest window of its last seconds; the rest goes on as an utterance that is open already. */
  function cut(whole: Open): GateItem[] {
    const among = Math.max(1, Math.min(powers.length, Math.floor(settings.cutWithinSamples / windowSamples)));
    const last = powers.slice(-among);
    const quietest = last.lastIndexOf(Math.min(...last));
    const until = now - (last.length - quietest - 1) * windowSamples;
    const { from } = whole;
    told = until;
    powers = powers.slice(powers.length - (last.length - quietest - 1));
    // the cut may fall into the silence that would have closed it: then nobody speaks any more
    const goesOn = whole.lastVoice > until;
    // counted as speech: it is the rest of a speech that was long enough
    open = goesOn ? { from: until, lastVoice: whole.lastVoice, voiced: settings.leastSpeechSamples } : undefined;
    likely = 0;
    return [{ type: 'utterance', fromSample: from, pcm: read(from, until), end: goesOn ? 'cut' : 'pause' }];
  }

  return {
    get nowSample() {
      return now;
    },
    get keepFromSample() {
      return open ? open.from : waitsFrom();
    },
    push(window, speech) {
      write(window);
      if (!open) {
        likely = speech >= settings.openAt ? likely + 1 : 0;
        if (likely < settings.openWindows) return [];
        open = { from: waitsFrom(), lastVoice: now, voiced: likely * windowSamples };
        powers = [powerOf(window)];
        return [{ type: 'speech-started', fromSample: open.from }];
      }
      powers.push(powerOf(window));
      if (speech >= settings.closeBelow) open.lastVoice = now;
      if (speech >= settings.openAt) open.voiced += window.length;
      if (now - open.lastVoice >= settings.closeAfterSamples) return close('pause');
      return now - open.from + windowSamples > longestSamples ? cut(open) : [];
    },
    flush: () => close('asked'),
    moveTo(sample) {
      const items = close('asked');
      now = sample;
      told = sample;
      likely = 0;
      return items;
    },
  };
}

function powerOf(window: Int16Array): number {
  let sum = 0;
  for (const sample of window) sum += sample * sample;
  return sum;
}
