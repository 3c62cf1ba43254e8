/**
 * Reads the lines that ffmpeg's showinfo and ashowinfo filters write: the time of every decoded picture and piece of sound.
 * Times come from the integer pts and the time base: the printed pts_time has six digits only, too few after an hour.
 * Newer versions run filters in threads, so two lines may be woven into one: the patterns look for the filters' own words, not for lines.
 */
export type MediaNote =
  | { readonly type: 'time-base'; readonly seconds: number }
  | { readonly type: 'picture'; readonly pts: number | null; readonly width: number; readonly height: number }
  | { readonly type: 'sound'; readonly pts: number | null; readonly sampleRate: number; readonly samples: number };

const pattern = new RegExp(
  [
    String.raw`config in time_base: (?<numerator>\d+)/(?<denominator>\d+)`,
    String.raw`\bn: *\d+ pts: *(?<picturePts>-?\d+|NOPTS) [^\n[\]]*?\bs:(?<width>\d+)x(?<height>\d+) i:`,
    String.raw`\bn: *\d+ pts: *(?<soundPts>-?\d+|NOPTS) [^\n[\]]*?\brate:(?<rate>\d+) nb_samples:(?<samples>\d+)`,
  ].join('|'),
  'g',
);

export function parseShowinfo(text: string): MediaNote[] {
  const notes: MediaNote[] = [];
  for (const match of text.matchAll(pattern)) {
    const part = match.groups ?? {};
    if (part['numerator'] !== undefined)
      notes.push({ type: 'time-base', seconds: Number(part['numerator']) / Number(part['denominator']) });
    else if (part['width'] !== undefined) {
      notes.push({ type: 'picture', pts: ptsOf(part['picturePts']), width: Number(part['width']), height: Number(part['height']) });
    } else notes.push({ type: 'sound', pts: ptsOf(part['soundPts']), sampleRate: Number(part['rate']), samples: Number(part['samples']) });
  }
  return notes;
}

function ptsOf(text: string | undefined): number | null {
  return text === undefined || text === 'NOPTS' ? null : Number(text);
}
