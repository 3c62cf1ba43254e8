/** The cues of a contact sheet: one thing at a time. */
import type { FrameCue } from '../../main/contract/cues.ts';
import { emotions, type Emotion } from '../../main/contract/speech.ts';
import { visemes, type Viseme } from '../../main/contract/visemes.ts';

/** How far the jaw goes with each viseme in clear, loud speech. */
const jaws: Readonly<Record<Viseme, number>> = {
  sil: 0,
  PP: 0,
  FF: 0.07,
  TH: 0.2,
  DD: 0.24,
  kk: 0.28,
  CH: 0.24,
  SS: 0.12,
  nn: 0.22,
  RR: 0.28,
  aa: 1,
  E: 0.58,
  I: 0.34,
  O: 0.72,
  U: 0.36,
};

export function posed(viseme: Viseme, changes: Partial<FrameCue> = {}): FrameCue {
  return {
    frame: 0,
    timeMs: 0,
    visemes: visemes.map((name) => (name === viseme ? 1 : 0)),
    jaw: jaws[viseme],
    emotion: 'neutral',
    intensity: 0,
    blink: [0, 0],
    brows: [0, 0],
    gaze: [0, 0],
    head: [0, 0, 0],
    breath: 0.5,
    speaking: viseme !== 'sil',
    ...changes,
  };
}

export interface Sample {
  readonly label: string;
  readonly cue: FrameCue;
}
const feeling = (emotion: Emotion): Partial<FrameCue> => ({ emotion, intensity: emotion === 'neutral' ? 0 : 1 });

/** A row for each emotion, a column for each viseme. */
export const mouthSamples: readonly (readonly Sample[])[] = emotions.map((emotion) =>
  visemes.map((viseme) => ({ label: `${emotion} ${viseme}`, cue: posed(viseme, feeling(emotion)) })),
);
/** A row for each emotion, a column for each phase of a blink, and two glances. */
export const lidSamples: readonly (readonly Sample[])[] = emotions.map((emotion) => [
  ...[0, 0.25, 0.5, 0.7, 0.85, 1].map((closure) => ({
    label: `${emotion} lids ${closure}`,
    cue: posed('sil', { ...feeling(emotion), blink: [closure, closure] }),
  })),
  { label: `${emotion} half`, cue: posed('sil', { ...feeling(emotion), intensity: emotion === 'neutral' ? 0 : 0.5 }) },
  { label: `${emotion} looks aside`, cue: posed('sil', { ...feeling(emotion), gaze: [0.9, -0.2] }) },
]);
export const figureSamples: readonly (readonly Sample[])[] = [
  emotions.map((emotion) => ({ label: emotion, cue: posed(emotion === 'happy' ? 'E' : 'sil', feeling(emotion)) })),
  [
    { label: 'yaw -0.4', cue: posed('I', { head: [-0.4, 0, 0], trail: [0.15, 0, 0] }) },
    { label: 'yaw +0.4', cue: posed('aa', { head: [0.4, 0, 0], jaw: 0.6, trail: [-0.15, 0, 0] }) },
    { label: 'pitch +0.34', cue: posed('O', { head: [0, 0.34, 0] }) },
    { label: 'pitch -0.34', cue: posed('E', { head: [0, -0.34, 0] }) },
    { label: 'roll +0.3', cue: posed('sil', { head: [0, 0, 0.3], ...feeling('happy') }) },
    { label: 'all at once', cue: posed('aa', { head: [-0.4, -0.3, -0.3], jaw: 0.7, trail: [0.12, 0.1, 0.1] }) },
  ],
];
