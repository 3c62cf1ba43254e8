/** Settings as they were kept, or what is usual where something of them is damaged. Pure. */
import { z } from 'zod';
import { longestScriptLine, mostScriptLines } from './parse-script.ts';
import { defaultQuietTime, type QuietTimeSettings } from './settings.ts';

const seconds = z.number().min(1).max(86_400);
const idle = z.object({
  source: z.enum(['off', 'script', 'model']),
  minSeconds: seconds,
  maxSeconds: seconds,
  order: z.enum(['sequential', 'shuffled']),
  lines: z.array(z.string().max(longestScriptLine)).max(mostScriptLines),
  topic: z.string().max(500),
  lang: z.enum(['zh', 'en']),
});
const music = z.object({
  state: z.enum(['on', 'off']),
  files: z.array(z.object({ path: z.string(), durationMs: z.number(), lufs: z.number(), stamp: z.string() })).max(100),
  belowDb: z.number().min(0).max(40),
  duckDb: z.number().min(0).max(40),
});

export function readQuietTime(kept: unknown): QuietTimeSettings {
  const parts = z.object({ idle: z.unknown(), music: z.unknown() }).safeParse(kept);
  const keptIdle = idle.safeParse(parts.data?.idle);
  const keptMusic = music.safeParse(parts.data?.music);
  return {
    idle: keptIdle.success && keptIdle.data.minSeconds <= keptIdle.data.maxSeconds ? keptIdle.data : defaultQuietTime.idle,
    music: keptMusic.success ? keptMusic.data : defaultQuietTime.music,
  };
}
