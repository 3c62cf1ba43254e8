/** Main <-> voice gate process. Sound is mono s16 at `gateSampleRate`; places in it are counted in samples since the first that was ever fed. */
export const gateSampleRate = 16_000;
/** The longest piece of sound that is fed at once. */
export const longestPieceSamples = 2 * gateSampleRate;
/** What may come after the gate: see engines/contract/requests.ts. A longer utterance is cut, and goes on as the next one. */
export const longestGatedSamples = 30 * gateSampleRate;

export interface GateFeed {
  /** Where the piece begins. Another place than where the last one ended: there is a gap, and what was open is ended. */
  readonly fromSample: number;
  readonly pcm: Int16Array;
}

/** `pause`: it was quiet for long enough, or too long and nobody spoke behind the cut. `cut`: it was too long; the next one goes on in the very next sample. `asked`: somebody ended it. */
export type UtteranceEnd = 'pause' | 'cut' | 'asked';

export type GateItem =
  | { readonly type: 'speech-started'; readonly fromSample: number }
  | { readonly type: 'utterance'; readonly fromSample: number; readonly pcm: Int16Array; readonly end: UtteranceEnd }
  /** Too short to be speech: a click, a cough. */
  | { readonly type: 'dropped'; readonly fromSample: number };

export interface GateAnswer {
  readonly items: readonly GateItem[];
  /** What lies before is not needed any more, also not by a gate that begins anew. */
  readonly keepFromSample: number;
  /** 0..1, the likeliest of the piece. */
  readonly speech: number;
}

export interface GateMethods {
  feed(piece: GateFeed): GateAnswer;
  /** Ends what is open. */
  flush(): GateAnswer;
}
