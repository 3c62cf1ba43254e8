/** What was kept of voices, read back: an entry that is not one is left out, the others stay. Pure. */
import { z } from 'zod';
import { checkReading } from './check-reading.ts';
import type { VoiceSettings } from './types.ts';

export const mostReadings = 500;

const ref = z.object({ engineId: z.string().min(1).max(64), voiceId: z.string().min(1).max(128) });
const tuning = ref.extend({ speed: z.number().min(0.5).max(2), pitch: z.number().min(-12).max(12), volume: z.number().min(0.2).max(2) });
const wish = ref.extend({ over: z.string().nullable() });
const reading = z.object({ lang: z.enum(['zh', 'en']), word: z.string(), reading: z.string(), phones: z.string().optional() });

const listOf = (kept: unknown): readonly unknown[] => (Array.isArray(kept) ? kept : []);
const recordOf = (kept: unknown): readonly (readonly [string, unknown])[] =>
  typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];

function those<T>(schema: z.ZodType<T>, items: readonly unknown[]): T[] {
  return items.flatMap((item) => {
    const read = schema.safeParse(item);
    return read.success ? [read.data] : [];
  });
}

function named<T>(schema: z.ZodType<T>, kept: unknown): Record<string, T> {
  return Object.fromEntries(recordOf(kept).flatMap(([name, item]) => those(schema, [item]).map((read) => [name, read] as const)));
}

export function readVoiceSettings(kept: unknown): VoiceSettings {
  const { tunings, defaults, anchors, dictionary } = Object.fromEntries(recordOf(kept));
  return {
    tunings: those(tuning, listOf(tunings)),
    defaults: named(wish, defaults),
    anchors: named(ref, anchors),
    dictionary: those(reading, listOf(dictionary))
      .flatMap((entry) => {
        const checked = checkReading(entry);
        return checked.fits ? [checked.entry] : [];
      })
      .slice(0, mostReadings),
  };
}
