/** Flite as a function: text and voice in, samples and phone times out. */
import { EngineError } from '../../contract/engine-error.ts';
import { inputName, instantiateProgram } from './memory-wasi.ts';
import { splitWasm } from './split-wasm.ts';

export const fliteSampleRate = 16_000;

export interface FliteRequest {
  readonly voice: string;
  /** Plain ASCII words and punctuation; one sentence. */
  readonly text: string;
  /** 1 = the voice's own pace, 2 = twice as slow. */
  readonly durationStretch: number;
  /** Factor on the voice's fundamental frequency. */
  readonly f0Shift: number;
  /** Spread of the melody; absent: the voice's own. */
  readonly f0StddevHz?: number;
  /** Words of the text that are said as these sounds of Flite's lexicon ("t", "ax0", "aa1"), whatever it knows of them. */
  readonly lexicon?: ReadonlyMap<string, readonly string[]>;
}

export interface FlitePhone {
  readonly phone: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface FliteSpeech {
  readonly samples: Int16Array;
  readonly phones: readonly FlitePhone[];
}

export interface Flite {
  synthesise(request: FliteRequest): Promise<FliteSpeech>;
}

/** `readWasm` is asked again when the program has to be made anew: its 20 MB are not kept beside the program's own memory. */
export async function createFlite(readWasm: () => Promise<Uint8Array>): Promise<Flite> {
  const first = splitWasm(await readWasm());
  const module = await WebAssembly.compile(first.code);
  let program = await instantiateProgram(module, first.data);

  return {
    async synthesise({ voice, text, durationStretch, f0Shift, f0StddevHz, lexicon }) {
      if (program.worn) program = await instantiateProgram(module, splitWasm(await readWasm()).data);
      const args = [
        'flite',
        '-psdur',
        '-voice',
        voice,
        '--setf',
        `duration_stretch=${durationStretch.toFixed(4)}`,
        '--setf',
        `f0_shift=${f0Shift.toFixed(4)}`,
      ];
      if (f0StddevHz !== undefined) args.push('--setf', `int_f0_target_stddev=${f0StddevHz.toFixed(2)}`);
      const words = Array.from(lexicon ?? [], ([word, sounds]) => `"${word}" nil : ${sounds.join(' ')}\n`).join('');
      if (words !== '') args.push('-add_lex', inputName);
      const run = program.run([...args, '-t', text, 'speech.wav'], new TextEncoder().encode(words));
      const used = program;
      setImmediate(() => used.reset());
      if (run.exitCode !== 0) throw new EngineError('engine-failed', `Flite ended with ${run.exitCode}: ${run.stderr.slice(0, 300)}`);
      return { samples: readWav(run.file), phones: parsePhones(run.stdout) };
    },
  };
}

/** Samples of a plain 16-bit mono WAV as Flite writes it. */
function readWav(file: Uint8Array): Int16Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 44) return new Int16Array(0);
  const rate = view.getUint32(24, true);
  if (rate !== fliteSampleRate || view.getUint16(22, true) !== 1)
    throw new EngineError('engine-failed', `Flite wrote ${rate} Hz, expected mono ${fliteSampleRate} Hz`);
  return new Int16Array(file.buffer.slice(file.byteOffset + 44, file.byteOffset + file.length - (file.length % 2)));
}

/** `pau:0.164 hh:0.255 …`: each number is the END of the phone in seconds. */
function parsePhones(printed: string): FlitePhone[] {
  let startMs = 0;
  return printed
    .trim()
    .split(/\s+/)
    .flatMap((item) => {
      const [phone, seconds] = item.split(':');
      const endMs = Number(seconds) * 1000;
      if (!phone || !Number.isFinite(endMs)) return [];
      const entry = { phone, startMs, endMs };
      startMs = endMs;
      return [entry];
    });
}
