/** A stage that also tells the recorder where the words of each clause lie, for what is written of a clause that is cut. */
import type { Stage } from '../conversation/ports.ts';
import type { ShowRecorder } from './show-recorder.ts';

export function tellMarks(stage: Stage, recorder: Pick<ShowRecorder, 'marks'>): Stage {
  return {
    ...stage,
    enqueue(turn, clause) {
      recorder.marks(clause.clauseId, clause.marks);
      stage.enqueue(turn, clause);
    },
    marks(clauseId, marks) {
      recorder.marks(clauseId, marks);
      stage.marks(clauseId, marks);
    },
  };
}
