/** What can be set for quiet time, and what it is when nothing was: everything off. */
export interface IdleSettings {
  /** 'script': the lines below; 'model': the running language model talks about what it knows. */
  readonly source: 'off' | 'script' | 'model';
  readonly minSeconds: number;
  readonly maxSeconds: number;
  readonly order: 'sequential' | 'shuffled';
  readonly lines: readonly string[];
  /** What a language model is to talk about; '' = what it likes. Engines with a knowledge file go through that. */
  readonly topic: string;
  /** What a language model talks in. */
  readonly lang: 'zh' | 'en';
}

export interface MusicFile {
  readonly path: string;
  readonly durationMs: number;
  readonly lufs: number;
  /** Changes when the file does. */
  readonly stamp: string;
}

export interface MusicSettings {
  readonly state: 'on' | 'off';
  readonly files: readonly MusicFile[];
  /** So far under the speech while nobody speaks, and so much further while somebody does. */
  readonly belowDb: number;
  readonly duckDb: number;
}

export interface QuietTimeSettings {
  readonly idle: IdleSettings;
  readonly music: MusicSettings;
}

export const defaultQuietTime: QuietTimeSettings = Object.freeze<QuietTimeSettings>({
  idle: { source: 'off', minSeconds: 40, maxSeconds: 70, order: 'sequential', lines: [], topic: '', lang: 'zh' },
  music: { state: 'off', files: [], belowDb: 10, duckDb: 12 },
});
