/**
 * Lips of one clause by the model, with the signal method listening along: when the model fails in mid-clause the other one goes on exactly where the
 * model's marks ended, so the mouth never stands still under a voice. Holds what the model has not told yet, a third of a second.
 */
import type { Mark } from '../../../contract/speech.ts';
import type { LipsFromSound, SignalLips } from '../lips-from-sound.ts';

export function createLipsWithSpare(model: LipsFromSound, spare: SignalLips, onFault: (error: unknown) => void): LipsFromSound {
  let by: 'model' | 'signal' = 'model';
  let toldMs = 0;
  let waiting: Mark[] = [];

  /** What lies behind the model's last mark. */
  const untold = (marks: readonly Mark[]): Mark[] =>
    marks.flatMap((mark) => {
      const endMs = mark.atMs + mark.durationMs;
      if (endMs <= toldMs) return [];
      return mark.atMs >= toldMs ? [mark] : [{ ...mark, atMs: toldMs, durationMs: endMs - toldMs }];
    });

  async function next(heard: readonly Mark[], ask: () => Mark[] | Promise<Mark[]>): Promise<Mark[]> {
    waiting = untold([...waiting, ...heard]);
    if (by === 'model') {
      try {
        const marks = await ask();
        const last = marks.at(-1);
        if (last) toldMs = last.atMs + last.durationMs;
        return marks;
      } catch (error) {
        by = 'signal';
        onFault(error);
      }
    }
    const marks = waiting;
    waiting = [];
    return marks;
  }

  return {
    hear: (samples) => next(spare.hear(samples), () => model.hear(samples)),
    end: () => next(spare.end(), () => model.end()),
  };
}
