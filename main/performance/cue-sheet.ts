/** Owns what is known of the clauses of one show, and answers what the face should do at a frame. No pixels, no timers, no randomness beyond the seed. */
import type { FrameCue } from '../contract/cues.ts';
import type { ClauseId } from '../contract/ids.ts';
import type { Emotion, Expression, Mark } from '../contract/speech.ts';
import { visemeIndex } from '../contract/visemes.ts';
import { clamp, smoothStep } from './ease.ts';
import { buildEmotionTrack, type EmotionLevel } from './emotion-track.ts';
import { addAccents, addClosingNod, addGestures, gesturesOverMs, type Offsets } from './gestures.ts';
import { blinkAt, breathAt, gazeAt, headSwayAt, idleBrowAt } from './idle-motion.ts';
import { closedMouth, mixMouths, mouthFromLoudness, mouthFromMarks, type Loudness, type Mouth } from './mouth.ts';
import { hashUnit, smoothNoise } from './noise.ts';
import { trailAt, type HeadAngles } from './trail.ts';
import type { CueSheet, CueSheetOptions } from './types.ts';

const closingMs = 110;
const energyRiseMs = 420;
const energyFallMs = 900;
/** Nothing of a clause shows any more this long after its end. */
const tailMs = 3000;
/** Clauses that were told of but have not started: more than this is a caller that never starts or ends them. */
const mostPending = 64;
const mostMarks = 20_000;
const mostLoudnessParts = 4_000;

interface Clause {
  readonly seed: number;
  startMs: number | null;
  /** Breaths that were held: what comes from then on is heard `byMs` later; accents of marks before `atMs` of the sound have begun already. */
  holds: { readonly atMs: number; readonly byMs: number }[];
  /** As told; null while the sound goes on. */
  endMs: number | null;
  expression: Expression | null;
  marks: Mark[];
  loudness: Loudness[];
}
type StartedClause = Clause & { readonly startMs: number; readonly expression: Expression };

export function createCueSheet(options: CueSheetOptions): CueSheet {
  const { fps } = options;
  const seed = options.seed | 0;
  const frameMs = 1000 / fps;
  const clauses = new Map<ClauseId, Clause>();
  let started: StartedClause[] = [];
  let emotionAt: (timeMs: number) => EmotionLevel = buildEmotionTrack([]);
  let stale = false;

  const clauseOf = (id: ClauseId): Clause => {
    const known = clauses.get(id);
    if (known) return known;
    const clause: Clause = { seed: seedOf(id) ^ seed, startMs: null, holds: [], endMs: null, expression: null, marks: [], loudness: [] };
    clauses.set(id, clause);
    const pending = [...clauses].filter(([, c]) => c.startMs === null);
    const oldest = pending[0];
    if (pending.length > mostPending && oldest) clauses.delete(oldest[0]);
    return clause;
  };

  /** The told end, else the start of the next clause: one voice speaks at a time. */
  const endOf = (index: number): number => {
    const clause = started[index];
    const next = started[index + 1];
    return Math.min(clause?.endMs ?? Infinity, next?.startMs ?? Infinity);
  };

  const refresh = (): void => {
    if (!stale) return;
    stale = false;
    started = [...clauses.values()]
      .filter((c): c is StartedClause => c.startMs !== null && c.expression !== null)
      .sort((a, b) => a.startMs - b.startMs);
    emotionAt = buildEmotionTrack(
      started.map((clause, index) => ({
        fromMs: clause.startMs,
        toMs: endOf(index),
        emotion: clause.expression.emotion,
        intensity: clamp(clause.expression.intensity, 0, 1) || 0,
      })),
    );
  };

  const mouthOf = (clause: StartedClause, endMs: number, timeMs: number): Mouth | null => {
    if (timeMs <= clause.startMs || timeMs >= endMs + closingMs) return null;
    const at = (t: number): Mouth => {
      if (clause.marks.length > 0) return mouthFromMarks(clause.marks, clause.loudness, t, frameMs);
      return mouthFromLoudness(clause.loudness, t, 0.5 + 0.5 * smoothNoise(clause.seed, t / 210));
    };
    const soundFromMs = soundFrom(clause);
    if (timeMs <= endMs) return at(timeMs - soundFromMs);
    return mixMouths(at(endMs - soundFromMs), closedMouth(), smoothStep((timeMs - endMs) / closingMs));
  };

  /** What the clauses that are heard at a time make the head and the brows do; `energy` 0..1 says how lively it is. */
  const liveAt = (timeMs: number): { readonly offsets: Offsets; readonly energy: number } => {
    const offsets: Offsets = { yaw: 0, pitch: 0, roll: 0, brows: 0 };
    let quiet = 1;
    started.forEach((clause, index) => {
      const endMs = endOf(index);
      const since = timeMs - clause.startMs;
      if (since < -frameMs || timeMs > endMs + tailMs + gesturesOverMs) return;
      quiet *= 1 - smoothStep(since / energyRiseMs) * (1 - smoothStep((timeMs - endMs) / energyFallMs));
      addGestures(offsets, clause.expression.gestures, clause.seed, since);
      // After a cancel no new accent begins; the one that has begun runs out.
      addAccents(offsets, marksUntil(asHeard(clause), endMs - clause.startMs), clause.seed, since);
      addClosingNod(offsets, clause.seed, timeMs - endMs);
    });
    return { offsets, energy: 1 - quiet };
  };
  const headOf = (timeMs: number, { offsets, energy }: ReturnType<typeof liveAt>, { emotion, intensity }: EmotionLevel): HeadAngles => {
    const [yaw, pitch, roll] = headSwayAt(seed, timeMs, energy);
    return [
      clamp(yaw + offsets.yaw, -0.4, 0.4),
      clamp(pitch + offsets.pitch + postureOf(emotion) * intensity, -0.35, 0.35),
      clamp(roll + offsets.roll, -0.3, 0.3),
    ];
  };

  return {
    startClause(clauseId, startFrame, expression) {
      const clause = clauseOf(clauseId);
      clause.startMs = startFrame * frameMs;
      clause.holds = [];
      clause.expression = expression;
      stale = true;
    },
    resumeClause(clauseId, startFrame, heardFrames) {
      const clause = clauses.get(clauseId);
      if (!clause || clause.startMs === null) return;
      const byMs = startFrame * frameMs - soundFrom(clause);
      // an accent that has begun in the silence is not begun again
      if (byMs > 0) clause.holds.push({ atMs: heardFrames * frameMs + byMs, byMs });
    },
    addMarks(clauseId, marks) {
      const clause = clauseOf(clauseId);
      const usable = marks.filter(
        (m) => Number.isFinite(m.atMs) && m.atMs >= 0 && Number.isFinite(m.durationMs) && m.durationMs > 0 && m.viseme in visemeIndex,
      );
      const lastAt = clause.marks[clause.marks.length - 1]?.atMs ?? -Infinity;
      const inOrder = usable.every((m, i) => m.atMs >= (usable[i - 1]?.atMs ?? lastAt));
      clause.marks.push(...usable.slice(0, Math.max(0, mostMarks - clause.marks.length)));
      if (!inOrder) clause.marks.sort((a, b) => a.atMs - b.atMs);
    },
    addLoudness(clauseId, fromMs, stepMs, values) {
      if (!Number.isFinite(fromMs) || !(stepMs > 0) || values.length === 0) return;
      const clause = clauseOf(clauseId);
      if (clause.loudness.length < mostLoudnessParts) {
        clause.loudness.push({ fromMs, stepMs, values: values.map((v) => clamp(v, 0, 1) || 0) });
      }
    },
    endClause(clauseId, endFrame) {
      const clause = clauses.get(clauseId);
      if (!clause) return;
      // what was cancelled before it was heard is not acted out either
      if (clause.startMs === null || endFrame * frameMs <= clause.startMs) clauses.delete(clauseId);
      else clause.endMs = endFrame * frameMs;
      stale = true;
    },
    cue(frame): FrameCue {
      refresh();
      const timeMs = frame * frameMs;
      // The lips are drawn for the middle of the time that the frame is seen.
      const lipMs = timeMs + frameMs / 2;
      const mouths: Mouth[] = [];
      let speaking = false;
      started.forEach((clause, index) => {
        const endMs = endOf(index);
        if (timeMs >= clause.startMs && timeMs < endMs) speaking = true;
        const mouth = mouthOf(clause, endMs, lipMs);
        if (mouth) mouths.push(mouth);
      });
      const mouth = addMouths(mouths);
      const live = liveAt(timeMs);
      const { offsets, energy } = live;
      const level = emotionAt(timeMs);
      const { emotion, intensity } = level;
      const head = headOf(timeMs, live, level);
      const brow = offsets.brows + idleBrowAt(seed, timeMs) * (1 - energy);
      const uneven = 0.06 * smoothNoise(seed + 211, timeMs / 1900);
      return {
        frame,
        timeMs,
        visemes: mouth.visemes,
        jaw: mouth.jaw,
        emotion,
        intensity,
        blink: [blinkAt(seed, timeMs), blinkAt(seed, timeMs - 7)],
        brows: [clamp(brow + uneven, -1, 1), clamp(brow - uneven, -1, 1)],
        gaze: gazeAt(seed, timeMs, energy),
        head,
        trail: trailAt((t) => headOf(t, liveAt(t), emotionAt(t)), timeMs, head),
        breath: breathAt(seed, timeMs),
        speaking,
      };
    },
    forget(frame) {
      refresh();
      const beforeMs = frame * frameMs;
      for (const [id, clause] of clauses) {
        const index = started.findIndex((c) => c === clause);
        if (index < 0) continue;
        const startMs = clause.startMs ?? 0;
        const over = Math.max(endOf(index) + tailMs, startMs + gesturesOverMs * 2);
        if (over < beforeMs) clauses.delete(id);
        else trim(clause, beforeMs - soundFrom(clause) - tailMs);
      }
      stale = true;
      refresh();
    },
  };
}

/** How far an emotion bows the head, radians. */
function postureOf(emotion: Emotion): number {
  return emotion === 'sad' ? 0.07 : emotion === 'angry' ? 0.035 : emotion === 'surprised' ? -0.045 : emotion === 'happy' ? -0.02 : 0;
}

/** Mouths of clauses that touch: what is not silence adds up, silence is the rest. */
function addMouths(mouths: readonly Mouth[]): Mouth {
  const [first, ...others] = mouths;
  if (!first) return closedMouth();
  if (others.length === 0) return first;
  const sum = closedMouth();
  let voiced = 0;
  let jaw = 0;
  for (const mouth of mouths) {
    jaw += mouth.jaw;
    mouth.visemes.forEach((w, i) => {
      if (i === visemeIndex.sil) return;
      sum.visemes[i] = (sum.visemes[i] ?? 0) + w;
      voiced += w;
    });
  }
  const scale = voiced > 1 ? 1 / voiced : 1;
  sum.visemes.forEach((w, i) => (sum.visemes[i] = i === visemeIndex.sil ? Math.max(0, 1 - voiced) : w * scale));
  return { visemes: sum.visemes, jaw: Math.min(1, jaw) };
}

/** Where the clause's sound would have begun for it to be heard as it is now. */
function soundFrom({ startMs, holds }: Clause): number {
  return holds.reduce((fromMs, { byMs }) => fromMs + byMs, startMs ?? 0);
}

/** The marks at the times after the clause's start at which they are heard: those behind a held breath come later. */
function asHeard({ marks, holds }: Clause): readonly Mark[] {
  if (holds.length === 0) return marks;
  return marks.map((mark) => {
    const laterMs = holds.reduce((sum, { atMs, byMs }) => (mark.atMs >= atMs ? sum + byMs : sum), 0);
    return laterMs === 0 ? mark : { ...mark, atMs: mark.atMs + laterMs };
  });
}

function marksUntil(marks: readonly Mark[], untilMs: number): readonly Mark[] {
  const last = marks[marks.length - 1];
  return !last || last.atMs < untilMs ? marks : marks.filter((m) => m.atMs < untilMs);
}

/** Drops marks and loudness that ended before `beforeMs` of the clause, once there are enough of them to matter. */
function trim(clause: Clause, beforeMs: number): void {
  if (beforeMs <= 0) return;
  const from = clause.marks.findIndex((m) => m.atMs + m.durationMs >= beforeMs);
  if (from > 256) clause.marks = clause.marks.slice(from - 1);
  clause.loudness = clause.loudness.filter((part) => part.fromMs + part.stepMs * part.values.length >= beforeMs);
}

function seedOf(id: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) h = Math.imul(h ^ id.charCodeAt(i), 0x01000193);
  return Math.floor(hashUnit(h, id.length) * 0x7fffffff);
}
