/** Voices in their real processes, and a programme's socket that keeps what they write: what a bench needs to hear a clause. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asClauseId, asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { VoicePacketMeta } from '../../../main/contract/programme-media.ts';
import { neutralExpression, type Mark } from '../../../main/contract/speech.ts';
import { findEngine } from '../../../main/engines/catalog/engine-catalog.ts';
import { createEngineInstance } from '../../../main/engines/hosting/create-engine-instance.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { listenMedia } from '../../../main/processes/protocol/listen-media.ts';
import { mediaSocketPath } from '../../../main/processes/protocol/media-socket-path.ts';

export interface HeardClause {
  readonly samples: Int16Array;
  readonly sampleRate: number;
  readonly marks: readonly Mark[];
  /** From the request until the first samples were announced. */
  readonly firstSampleMs: number;
}

/** As a voice takes it: factor on the pace, semitones. */
export interface BoothProsody {
  readonly speed: number;
  readonly pitch: number;
}

export interface VoiceBooth {
  speak(engineId: string, voice: string, lang: string, text: string, prosody?: BoothProsody): Promise<HeardClause>;
  close(): Promise<void>;
}

export async function openVoiceBooth(): Promise<VoiceBooth> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vanchor-booth-'));
  const engines = new Map<string, EngineInstance>();
  const chunks = new Map<string, Uint8Array[]>();
  const closed = new Map<string, ReturnType<typeof createDeferred<void>>>();
  const endOf = (streamId: string): ReturnType<typeof createDeferred<void>> => {
    const end = closed.get(streamId) ?? createDeferred<void>();
    closed.set(streamId, end);
    return end;
  };
  const listener = await listenMedia(mediaSocketPath(folder, 'booth'), (connection) => {
    connection.onPacket(({ meta, data }) => {
      const packet = meta as unknown as VoicePacketMeta;
      if (packet.type === 'pcm') chunks.set(packet.streamId, [...(chunks.get(packet.streamId) ?? []), Uint8Array.from(data)]);
      if (packet.type === 'pcm-close') endOf(packet.streamId).resolve();
    });
  });

  function engineOf(engineId: string): EngineInstance {
    const known = engines.get(engineId);
    if (known) return known;
    const manifest = findEngine(engineId);
    if (!manifest) throw new Error(`no engine ${engineId}`);
    const spec = {
      showId: asShowId('booth'),
      instanceId: asInstanceId(`${engineId}-booth`),
      engineId,
      options: {},
      resourcesDir: path.resolve('resources'),
    };
    const engine = createEngineInstance({
      adapter: createNodeForkAdapter(),
      manifest,
      spec,
      entriesDir: path.resolve('dist/main/children'),
      clock: systemClock,
      logger: silentLogger,
    });
    engines.set(engineId, engine);
    return engine;
  }

  let count = 0;
  return {
    async speak(engineId, voice, lang, text, { speed, pitch } = { speed: 1, pitch: 0 }) {
      const engine = engineOf(engineId);
      await engine.whenReady();
      count += 1;
      const streamId = `booth-${count}`;
      const startedAt = performance.now();
      let firstSampleMs = 0;
      let sampleRate = 0;
      const marks: Mark[] = [];
      const request = {
        showId: asShowId('booth'),
        turnId: asTurnId('booth'),
        epoch: 1,
        clauseId: asClauseId(`clause-${count}`),
        text,
        lang,
        voice,
        expression: neutralExpression,
        speed,
        pitch,
        volume: 1,
        sink: { path: listener.path, streamId },
      };
      for await (const item of engine.infer('tts', request)) {
        if (item.type === 'format') sampleRate = item.sampleRate;
        if (item.type === 'marks') marks.push(...item.marks);
        if (item.type === 'audio' && firstSampleMs === 0) firstSampleMs = performance.now() - startedAt;
      }
      await endOf(streamId).promise;
      const bytes = Buffer.concat(chunks.get(streamId) ?? []);
      chunks.delete(streamId);
      closed.delete(streamId);
      const samples = new Int16Array(bytes.length >> 1);
      new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.length * 2));
      return { samples, sampleRate, marks, firstSampleMs };
    },
    async close() {
      await Promise.all(Array.from(engines.values(), (engine) => engine.dispose()));
      await listener.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
