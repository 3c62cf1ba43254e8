/** Entry of the programme process: connects the methods of its protocol to one show. In its worker thread the same file draws. */
import { isMainThread, parentPort } from 'node:worker_threads';
import { LayerError } from '../../contract/failure.ts';
import { systemClock } from '../../kernel/clock.ts';
import { collectGarbage, sweepShortLived } from '../../processes/child/collect-garbage.ts';
import { serveProcess } from '../../processes/child/serve-process.ts';
import type { ProgrammeEvent, ProgrammeMethods } from '../protocol/control.ts';
import { createThreadPainter, servePainter } from './picture/painter.ts';
import { Show } from './show.ts';

class ProgrammeError extends LayerError<'not-configured' | 'already-configured'> {
  constructor(code: 'not-configured' | 'already-configured', message: string) {
    super('ProgrammeError', code, message);
  }
}

type Served = { readonly [Name in keyof ProgrammeMethods]: (payload: Parameters<ProgrammeMethods[Name]>[0]) => unknown };

if (isMainThread) serveProgramme();
else if (parentPort) servePainter(parentPort);

function serveProgramme(): void {
  serveProcess((runtime) => {
    let show: Show | null = null;
    const emit = (event: ProgrammeEvent): void => runtime.emit('programme', event);
    const log = (message: string): void => void process.stderr.write(`${message}\n`);
    const onAir = (): Show => {
      if (!show) throw new ProgrammeError('not-configured', 'the programme was not configured yet');
      return show;
    };

    const methods: Served = {
      configure: async (config) => {
        if (!config) throw new ProgrammeError('not-configured', 'configure needs a configuration');
        if (show) throw new ProgrammeError('already-configured', 'the programme is configured already');
        const opening = new Show({ config, clock: systemClock, painter: createThreadPainter(new URL(import.meta.url), log), emit, log });
        show = opening;
        try {
          await opening.open();
          setImmediate(collectGarbage);
          sweepShortLived();
        } catch (error) {
          show = null;
          await opening.dispose();
          throw error;
        }
        return { pid: process.pid };
      },
      start: () => onAir().start(),
      'set-face': ({ instanceId }) => onAir().setFace(instanceId),
      'set-enhancer': ({ instanceId }) => onAir().setEnhancer(instanceId),
      'set-look': (look) => onAir().setLook(look),
      'enqueue-clause': (clause) => onAir().enqueue(clause),
      'clause-marks': ({ clauseId, marks }) => onAir().marks(clauseId, marks),
      'clause-end': ({ clauseId, failed }) => onAir().clauseEnd(clauseId, failed),
      'cut-clause': ({ clauseId, boundariesMs }) => onAir().cutClause(clauseId, boundariesMs),
      'end-turn': ({ turnId }) => onAir().endTurn(turnId),
      'yield-turn': ({ turnId }) => onAir().yieldTurn(turnId),
      'set-music': (plan) => onAir().setMusic(plan),
      cancel: ({ epoch }) => onAir().cancel(epoch),
      'set-bitrate': ({ videoKbps }) => onAir().setBitrate(videoKbps),
      'attach-outlet': ({ path }) => onAir().attachOutlet(path),
      finish: () => onAir().finish(),
      stats: () => onAir().stats(),
    };

    return { methods, info: { pid: process.pid }, onStop: () => show?.dispose() };
  });
}
