/** The live test of a portrait: one sentence rendered by the real face, voice and encoder into a short clip, with its stages told. Ends everything it started. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PreviewNews, PreviewStage } from '../api/contract/portraits.ts';
import type { UserMessage } from '../contract/failure.ts';
import { createDeferred } from '../kernel/deferred.ts';
import type { Logger } from '../kernel/logger.ts';
import type { FaceMarkers } from '../contract/face-handles.ts';
import type { RenderRequest, RenderResult } from './render-file.ts';
import { portraitWords } from './portrait-words.ts';

export interface PortraitPreviewOptions {
  readonly markers: FaceMarkers;
  /** Loads the face once, and rejects with words where it will not do. */
  readonly check: (markersPath: string) => Promise<void>;
  readonly render: (
    markersPath: string,
    more: Pick<RenderRequest, 'outPath' | 'onEvent'> & { readonly signal: AbortSignal },
  ) => Promise<RenderResult>;
  readonly wordsOf: (error: unknown) => UserMessage | undefined;
  readonly logger: Logger;
}

export async function* previewPortrait(options: PortraitPreviewOptions, signal: AbortSignal): AsyncGenerator<PreviewNews, void, void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'vanchor-preview-'));
  const stopped = new AbortController();
  const ending = AbortSignal.any([signal, stopped.signal]);
  const news: PreviewNews[] = [];
  let arrived = createDeferred<void>();
  const tell = (one: PreviewNews): void => {
    news.push(one);
    arrived.resolve();
  };
  const stage = (name: PreviewStage): void => tell({ stage: name });

  const work = async (): Promise<void> => {
    const markersPath = path.join(folder, 'markers.json');
    const outPath = path.join(folder, 'clip.mp4');
    stage('checking');
    await writeFile(markersPath, JSON.stringify(options.markers));
    await options.check(markersPath);
    ending.throwIfAborted();
    stage('loading');
    let spoken = false;
    const { seconds, unvoiced } = await options.render(markersPath, {
      outPath,
      signal: ending,
      onEvent(event) {
        if (event.type !== 'turn') return;
        if (event.state === 'speaking' && !spoken) {
          spoken = true;
          stage('speaking');
        } else if (event.state === 'ended') stage('writing');
      },
    });
    ending.throwIfAborted();
    tell({ stage: 'ready', clip: (await readFile(outPath)).toString('base64'), seconds, unvoiced: [...unvoiced] });
  };
  const working = work().catch((error: unknown) => {
    if (ending.aborted) return;
    options.logger.warn('a portrait was not tested', { error: String(error) });
    tell({ stage: 'refused', words: options.wordsOf(error) ?? portraitWords.notTested });
  });
  const onAbort = (): void => arrived.resolve();
  ending.addEventListener('abort', onAbort);
  try {
    while (!ending.aborted) {
      const next = news.shift();
      if (next) {
        yield next;
        if (next.stage === 'ready' || next.stage === 'refused') return;
        continue;
      }
      arrived = createDeferred<void>();
      if (news.length === 0 && !ending.aborted) await arrived.promise;
    }
  } finally {
    stopped.abort(new Error('the live test was given up'));
    await working;
    await rm(folder, { recursive: true, force: true });
  }
}
