/** The cues of a contact sheet: one thing at a time. */
import type { FrameCue } from '../../main/contract/cues.ts';
import { poseCue } from '../../main/contract/pose-cue.ts';
import { emotions, type Emotion } from '../../main/contract/speech.ts';
import { visemes, type Viseme } from '../../main/contract/visemes.ts';
import { jawOf } from '../../main/performance/mouth.ts';

export const posed = (viseme: Viseme, changes: Partial<FrameCue> = {}): FrameCue =>
  poseCue(viseme, { jaw: jawOf[viseme], breath: 0.5, ...changes });

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
