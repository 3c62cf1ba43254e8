/** Decodes an input and reads its beacons: media in, findings out. Owns no judgement. */
import { createBarcodeReader } from './read-barcode.ts';
import { createClauseGrouper, type HeardClause } from './group-clauses.ts';
import { createToneReader } from './read-tones.ts';
import { decodeMedia, type DecodeMediaOptions, type DecodeResult, type MediaTracks } from './decode-media.ts';
import { judgeOffset } from './judge-offset.ts';
import { findSpeechEdges, judgePicture, packPictureFlags, type PictureTrack } from './judge-picture.ts';
import type { Findings } from './judge-recording.ts';
import { judgeSound, soundJumpToleranceMs, type JudgeSoundOptions, type SoundJump } from './judge-sound.ts';
import { VerifyError } from './verify-error.ts';

const soundRate = 48_000;
const mostJumps = 1000;

export interface Measurement {
  readonly findings: Findings;
  readonly clauses: readonly HeardClause[];
  readonly end: DecodeResult['end'];
}
export type MeasureOptions = Omit<DecodeMediaOptions, 'onPicture' | 'onSound'> & JudgeSoundOptions;

export async function measureRecording(options: MeasureOptions): Promise<Measurement> {
  const attempt = await readTracks(options, options.tracks);
  if (attempt.media.pictures + attempt.media.pieces > 0 || options.tracks !== 'both') return conclude(attempt, options);
  // A file with one track only makes ffmpeg refuse both: take what there is.
  const present = presentTracks(attempt.media.words);
  if (present === null) return conclude(attempt, options);
  return conclude(await readTracks(options, present), options);
}

interface Attempt {
  readonly media: DecodeResult;
  readonly tracks: MediaTracks;
  readonly picture: PictureTrack;
  readonly sound: { readonly from: number; readonly until: number; readonly jumps: readonly SoundJump[] };
  readonly clauses: readonly HeardClause[];
}

async function readTracks(options: MeasureOptions, tracks: MediaTracks): Promise<Attempt> {
  const barcodes = createBarcodeReader();
  const ptsSeconds: number[] = [];
  const frames: number[] = [];
  const flags: number[] = [];
  const jumps: SoundJump[] = [];
  let soundFrom: number | undefined;
  let soundUntil = 0;
  const grouper = createClauseGrouper(() => soundFrom ?? 0);
  const tones = createToneReader(grouper);

  const media = await decodeMedia({
    ...options,
    tracks,
    onPicture(picture, pts) {
      const payload = barcodes.read(picture);
      ptsSeconds.push(pts);
      frames.push(payload?.frame ?? -1);
      flags.push(payload ? packPictureFlags(payload.speaking, payload.viseme) : 0);
    },
    onSound(samples, pts) {
      if (soundFrom === undefined) soundFrom = pts;
      else {
        const jumpMs = (pts - soundUntil) * 1000;
        if (Math.abs(jumpMs) > soundJumpToleranceMs && jumps.length < mostJumps)
          jumps.push({ atSeconds: soundUntil, ms: Math.round(jumpMs * 10) / 10 });
      }
      soundUntil = pts + samples.length / soundRate;
      tones.push(samples, pts);
    },
  });
  tones.end();
  const clauses = grouper.end(soundUntil);
  return { media, tracks, picture: { ptsSeconds, frames, flags }, sound: { from: soundFrom ?? 0, until: soundUntil, jumps }, clauses };
}

function conclude({ media, picture, sound, clauses }: Attempt, options: MeasureOptions): Measurement {
  if (media.pictures + media.pieces === 0) throw unreadable(media, options.input);
  const soundFindings =
    media.pieces === 0
      ? null
      : judgeSound(
          { fromSeconds: sound.from, untilSeconds: sound.until, jumps: sound.jumps, clauses },
          options.expectTurns === undefined ? {} : { expectTurns: options.expectTurns },
        );
  const pictureFindings = media.pictures === 0 ? null : judgePicture(picture);
  const heard = clauses.length > 0;
  const seen = pictureFindings !== null && pictureFindings.frames > pictureFindings.framesWithoutBeacon;
  if (!heard && !seen) {
    throw new VerifyError(
      'no-beacon',
      'No beacon was found: neither a barcode in the picture nor a beacon clause in the sound. Show the beacon face and speak with the beacon voice (without music) while you record.',
    );
  }
  if (!pictureFindings || !soundFindings)
    return { findings: { sound: soundFindings, picture: pictureFindings, offset: null, mouthOffset: null }, clauses, end: media.end };
  const starts = clauses.filter((clause) => clause.state !== 'headless').map((clause) => clause.atSeconds);
  const edges = findSpeechEdges(picture);
  return {
    findings: {
      sound: soundFindings,
      picture: pictureFindings,
      offset: judgeOffset(starts, edges.flag, pictureFindings.frameMs),
      mouthOffset: judgeOffset(starts, edges.shape, pictureFindings.frameMs),
    },
    clauses,
    end: media.end,
  };
}

function presentTracks(words: string): MediaTracks | null {
  const picture = /Stream #0:\d+.*: Video:/.test(words);
  const sound = /Stream #0:\d+.*: Audio:/.test(words);
  return picture === sound ? null : picture ? 'picture' : 'sound';
}

function unreadable(media: DecodeResult, input: string): VerifyError {
  if (media.end === 'stalled')
    return new VerifyError('no-media', 'Nothing came for 15 seconds. Is the stream on air, and the address right?');
  if (media.end === 'stopped') return new VerifyError('no-media', 'Stopped before anything was received.');
  const last =
    media.words
      .split('\n')
      .filter((line) => line.trim() !== '')
      .at(-1) ?? 'ffmpeg said nothing';
  return new VerifyError('unreadable-input', `ffmpeg cannot read this input: ${last.replaceAll(input, 'the input')}`);
}
