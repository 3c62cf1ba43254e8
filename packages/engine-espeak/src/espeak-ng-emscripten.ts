/** The part of eSpeak NG's Emscripten port that this engine uses; the package has no types of its own. */
export interface EspeakEvent {
  readonly type: string;
  /** Character of the text, from 1. */
  readonly text_position: number;
  readonly word_length: number;
  /** Milliseconds */
  readonly audio_position: number;
  readonly id?: string | number;
}

export interface EspeakWorker {
  /** Not 0: there is no such voice. */
  set_voice(name: string): number;
  set_rate(wordsPerMinute: number): number;
  set_pitch(pitch: number): number;
  set_range(range: number): number;
  synthesize(text: string, callback: (samples: ArrayBuffer | null, events: readonly EspeakEvent[]) => void): void;
}

/** A file of the port's file system, which lives in memory. */
export interface EspeakFile {
  readonly mode: number;
  contents: Uint8Array | null;
}

export interface EspeakFiles {
  readdir(path: string): readonly string[];
  lookupPath(path: string): { readonly node: EspeakFile };
  isDir(mode: number): boolean;
}

export interface EspeakPackage {
  default(): Promise<{ readonly eSpeakNGWorker: new () => EspeakWorker | Promise<EspeakWorker>; readonly FS: EspeakFiles }>;
}
