/** Entry of the outlet process: the control methods on one side, the programme's media socket on the other. */
import { systemClock } from '../../kernel/clock.ts';
import { sweepShortLived } from '../../processes/child/collect-garbage.ts';
import { serveProcess } from '../../processes/child/serve-process.ts';
import { listenMedia } from '../../processes/protocol/listen-media.ts';
import type { MediaConnection, MediaListener } from '../../processes/protocol/media-socket.ts';
import type { OutletConfig, OutletMethods } from '../protocol/control.ts';
import { createOutletCore, type OutletCore, OutletError } from './outlet.ts';
import { runPreflight } from './preflight/run-preflight.ts';
import { createSlateShelf } from './slate-shelf.ts';

type Payload<M extends keyof OutletMethods> = Parameters<OutletMethods[M]>[0];

serveProcess((runtime) => {
  let core: OutletCore | null = null;
  let listener: MediaListener | null = null;
  let configured = false;
  const shelf = createSlateShelf();

  const running = (): OutletCore => {
    if (!core) throw new OutletError('not-configured', 'the outlet is not configured yet');
    return core;
  };

  const listen = async (config: OutletConfig, target: OutletCore): Promise<MediaListener> => {
    let connections = 0;
    let current: MediaConnection | null = null;
    return listenMedia(config.mediaPath, (connection) => {
      // The newest programme is the one that counts; what an old one still sends is not wanted.
      connections += 1;
      const number = connections;
      const replaced = current;
      current = connection;
      replaced?.close();
      connection.onPacket(({ meta, data }) => {
        if (current !== connection) return;
        const generation = `${number}:${String(meta['encoderGeneration'])}`;
        const firstFrame = meta['firstFrame'];
        if (meta['type'] === 'flv') target.accept(generation, data, typeof firstFrame === 'number' ? firstFrame : undefined);
        // the encoder ended: no need to wait for the time-out
        else if (meta['type'] === 'flv-end') target.sourceLost(generation);
      });
      connection.onClose(() => {
        if (current !== connection) return;
        current = null;
        target.sourceLost();
      });
    });
  };

  const methods = {
    async configure(config: Payload<'configure'>) {
      if (configured) throw new OutletError('already-configured', 'the outlet is configured once per process');
      configured = true;
      try {
        const created = createOutletCore({
          config,
          slate: await shelf.take(config.slatePath),
          ...(config.heldSlatePath === undefined ? {} : { heldSlate: await shelf.take(config.heldSlatePath) }),
          clock: systemClock,
          emit: (event) => runtime.emit('outlet', event),
          onSourceError: (error) => process.stderr.write(`the encoder's stream is broken: ${String(error)}\n`),
        });
        try {
          listener = await listen(config, created);
          for (const path of config.moreSlatePaths ?? []) await shelf.take(path);
          sweepShortLived();
        } catch (error) {
          await created.dispose();
          throw error;
        }
        core = created;
      } catch (error) {
        configured = false;
        throw error;
      }
      return { pid: process.pid };
    },
    'add-destination': (spec: Payload<'add-destination'>) => running().addDestination(spec),
    'remove-destination': (request: Payload<'remove-destination'>) => running().removeDestination(request.id),
    async 'hold-slate'({ path }: Payload<'hold-slate'>) {
      const target = running();
      // read already: on within this very call
      const slate = path === null ? null : (shelf.at(path) ?? (await shelf.take(path)));
      return { atVideoMs: target.holdSlate(slate) };
    },
    async 'use-slates'({ slatePath, moreSlatePaths = [], heldSlatePath }: Payload<'use-slates'>) {
      const target = running();
      for (const path of moreSlatePaths) await shelf.take(path);
      target.useSlates(await shelf.take(slatePath), heldSlatePath === undefined ? null : await shelf.take(heldSlatePath));
    },
    'start-recording': (spec: Payload<'start-recording'>) => running().startRecording(spec),
    'stop-recording': () => running().stopRecording(),
    'set-replay': (spec: Payload<'set-replay'>) => running().setReplay(spec),
    'hold-replay': (request: Payload<'hold-replay'>) => running().holdReplay(request.lastMs),
    'release-replay': (request: Payload<'release-replay'>) => running().releaseReplay(request.holdId),
    stats: () => running().stats(),
    preflight: (request: Payload<'preflight'>) => runPreflight(request, systemClock),
  } satisfies Record<keyof OutletMethods, unknown>;

  return {
    methods,
    async onStop() {
      // The recording first: on a sudden end there is little time, and it is what cannot be made again.
      await core?.dispose();
      await listener?.close();
    },
  };
});
