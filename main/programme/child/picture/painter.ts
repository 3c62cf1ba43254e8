/**
 * Draws what takes longer than a frame may: captions, plates, backgrounds. In a worker thread, so that the clock never waits for a font;
 * where a thread cannot be had, in this one.
 */
import { Worker } from 'node:worker_threads';
import { LayerError, toFailureInfo, type FailureInfo } from '../../../contract/failure.ts';
import { collectGarbage } from '../../../processes/child/collect-garbage.ts';
import { lowerThreadPriority } from '../../../processes/child/lower-thread-priority.ts';
import { createDeferred, type Deferred } from '../../../kernel/deferred.ts';
import { drawBackground } from './backgrounds.ts';
import { drawCaption, type CaptionPages } from './caption.ts';
import type { Overlay } from './compositor.ts';
import { createFontBook, type FontBook } from './fonts.ts';
import type { I420Picture } from './i420.ts';
import { drawAiLabel, drawNamePlate } from './labels.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export type PaintOrder =
  | { readonly kind: 'background'; readonly background: string; readonly video: Size }
  | { readonly kind: 'caption'; readonly text: string; readonly video: Size }
  | { readonly kind: 'name-plate'; readonly name: string; readonly video: Size }
  | { readonly kind: 'ai-label'; readonly video: Size };

export interface Paintings {
  readonly background: I420Picture;
  readonly caption: CaptionPages;
  readonly 'name-plate': Overlay | null;
  readonly 'ai-label': Overlay;
}

export interface Painter {
  paint<Kind extends PaintOrder['kind']>(order: Extract<PaintOrder, { kind: Kind }>): Promise<Paintings[Kind]>;
  dispose(): Promise<void>;
}

/** Also what the worker thread runs. */
export function createLocalPainter(): Painter {
  let fonts: FontBook | null = null;
  const book = (): FontBook => (fonts ??= createFontBook());
  const draw: {
    readonly [Kind in PaintOrder['kind']]: (order: Extract<PaintOrder, { kind: Kind }>) => Paintings[Kind] | Promise<Paintings[Kind]>;
  } = {
    background: ({ background, video }) => drawBackground(background, video.width, video.height),
    caption: ({ text, video }) => drawCaption(book(), text, video),
    'name-plate': ({ name, video }) => drawNamePlate(book(), name, video),
    'ai-label': ({ video }) => drawAiLabel(book(), video),
  };
  return {
    paint: async <Kind extends PaintOrder['kind']>(order: Extract<PaintOrder, { kind: Kind }>) => draw[order.kind](order),
    dispose: () => Promise.resolve(),
  };
}

export class PainterError extends LayerError<string> {
  constructor(failure: FailureInfo) {
    super('PainterError', failure.code, failure.message);
  }
}

export interface PaintRequest {
  readonly id: number;
  readonly order: PaintOrder;
}
export type PaintReply = { readonly id: number } & ({ readonly value: unknown } | { readonly failure: FailureInfo });

/** A caption may come a frame or two after its first word; the face and the sound may not. */
const painterNice = 10;

/** Pictures and fonts live outside V8's heap; the little that lives in it should not grow lazily. */
const threadLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 } as const;

/** `workerUrl`: a module that calls `servePainter` when it runs in a worker thread. */
export function createThreadPainter(workerUrl: URL, onLog: (message: string) => void): Painter {
  const pending = new Map<number, { readonly order: PaintOrder; readonly reply: Deferred<unknown> }>();
  let local: Painter | null = null;
  let nextId = 1;
  const worker = new Worker(workerUrl, { stdin: false, resourceLimits: threadLimits });
  worker.unref();

  /** The thread is gone: what it owed is drawn here. */
  const fallBack = (why: string): void => {
    if (local) return;
    onLog(`drawing goes on in the main thread: ${why}`);
    const painter = (local = createLocalPainter());
    for (const { order, reply } of pending.values())
      painter.paint(order).then(
        (painting) => reply.resolve(painting),
        (error: unknown) => reply.reject(error),
      );
    pending.clear();
  };
  worker.on('error', (error) => fallBack(String(error)));
  worker.on('exit', (code) => fallBack(`the drawing thread ended with ${code}`));
  worker.on('message', (answer: PaintReply) => {
    const waiting = pending.get(answer.id);
    pending.delete(answer.id);
    if ('failure' in answer) waiting?.reply.reject(new PainterError(answer.failure));
    else waiting?.reply.resolve(answer.value);
  });

  return {
    paint<Kind extends PaintOrder['kind']>(order: Extract<PaintOrder, { kind: Kind }>): Promise<Paintings[Kind]> {
      if (local) return local.paint(order);
      const reply = createDeferred<unknown>();
      const id = nextId++;
      pending.set(id, { order, reply });
      worker.postMessage({ id, order } satisfies PaintRequest);
      return reply.promise as Promise<Paintings[Kind]>;
    },
    async dispose() {
      local ??= createLocalPainter();
      for (const { reply } of pending.values()) {
        reply.promise.catch(() => {});
        reply.reject(new PainterError({ code: 'aborted', message: 'the show is over' }));
      }
      pending.clear();
      await worker.terminate();
    },
  };
}

/** What it needs of the port between the threads. */
export interface PainterPort {
  on(event: 'message', listener: (request: PaintRequest) => void): unknown;
  postMessage(reply: PaintReply, transfer: readonly ArrayBuffer[]): void;
}

export function servePainter(port: PainterPort): void {
  lowerThreadPriority(painterNice);
  const painter = createLocalPainter();
  port.on('message', ({ id, order }) => {
    painter.paint(order).then(
      (value) => {
        port.postMessage({ id, value }, [...buffersOf(value)]);
        // A background is drawn seldom and leaves pictures of many megabytes behind.
        if (order.kind === 'background') setImmediate(collectGarbage);
      },
      (error: unknown) => port.postMessage({ id, failure: toFailureInfo(error) }, []),
    );
  });
}

function buffersOf(painting: Paintings[PaintOrder['kind']]): Set<ArrayBuffer> {
  const pictures =
    painting === null
      ? []
      : 'pages' in painting
        ? painting.pages.map((page) => page.picture)
        : 'picture' in painting
          ? [painting.picture]
          : [painting];
  return new Set(pictures.map((picture) => picture.data.buffer as ArrayBuffer));
}
