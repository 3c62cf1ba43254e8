/**
 * Brings voices to the streaming norm, -16 LUFS, and their peaks under -1 dBTP. It remembers how loud each voice is by itself, so that a clause that
 * is a little softer or louder than the voice's others stays so, within the norm's tolerance.
 */
import { limitPeaks } from './limit-peaks.ts';
import { measureLoudness } from './measure-loudness.ts';

export const targetLufs = -16;
/** Between the pieces of a clause lie short breaths, which count: measured over 240 lines they take about this much. */
const breathsDb = 0.2;
/** Half a decibel under the norm's -1 dBTP: the way to 48 kHz and through a codec draws the peaks anew. */
const ceiling = 10 ** (-1.5 / 20);
/** So much of its own level a clause may keep. */
const keptDb = 0.5;
/** A voice is known after about this much speech. */
const memoryMs = 8000;
const leastDb = -60;
const mostGainDb = 30;
/** The limiter takes loudness away with the peaks; it is given back so often. */
const corrections = 3;
const mostVoices = 200;

export interface SpeechLevel {
  /** A levelled copy. `voice` names who speaks (and in which language); `volume`: linear, asked for on top of the norm. */
  level(samples: Int16Array, sampleRate: number, voice: string, volume: number): Int16Array;
}

export function createSpeechLevel(): SpeechLevel {
  const known = new Map<string, { lufs: number; heardMs: number }>();

  /** What the voice's level is taken to be for this sound: between its own and the one that the voice had so far. */
  function basis(voice: string, lufs: number, countedMs: number): number {
    const usual = known.get(voice);
    if (!usual) {
      if (known.size >= mostVoices) known.clear();
      known.set(voice, { lufs, heardMs: countedMs });
      return lufs;
    }
    const deviation = clamp(0.5 * (lufs - usual.lufs), -keptDb, keptDb);
    const share = countedMs / (Math.min(usual.heardMs, memoryMs) + countedMs);
    usual.lufs += (lufs - usual.lufs) * share;
    usual.heardMs += countedMs;
    return lufs - deviation;
  }

  return {
    level(samples, sampleRate, voice, volume) {
      const source = toFloat(samples);
      const { lufs, countedMs } = measureLoudness(source, sampleRate);
      if (!(lufs > leastDb) || volume <= 0) return volume <= 0 ? new Int16Array(samples.length) : samples.slice();
      const wantedDb = targetLufs + breathsDb + (lufs - basis(voice, lufs, countedMs)) + 20 * Math.log10(volume);
      let gainDb = Math.min(mostGainDb, wantedDb - lufs);
      for (let round = 0; ; round += 1) {
        const out = scaled(source, 10 ** (gainDb / 20));
        const touched = limitPeaks(out, sampleRate, ceiling);
        const shortDb = touched === 'limited' && round < corrections ? wantedDb - measureLoudness(out, sampleRate).lufs : 0;
        if (shortDb < 0.1 || gainDb >= mostGainDb) return toInt16(out);
        gainDb = Math.min(mostGainDb, gainDb + shortDb);
      }
    },
  };
}

function toFloat(samples: Int16Array): Float32Array {
  const out = new Float32Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) out[at] = (samples[at] as number) / 32_768;
  return out;
}

function scaled(samples: Float32Array, gain: number): Float32Array {
  const out = new Float32Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) out[at] = (samples[at] as number) * gain;
  return out;
}

function toInt16(samples: Float32Array): Int16Array {
  const out = new Int16Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) out[at] = Math.round((samples[at] as number) * 32_767);
  return out;
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
