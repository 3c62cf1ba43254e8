/** Entry of the media server process: node-media-server on loopback, publishing by signed address only. Nothing depends on it. */
import NodeMediaServer, { type MediaSession, type SessionEvent } from 'node-media-server';
import context from 'node-media-server/src/core/context.js';
import logger from 'node-media-server/src/core/logger.js';
import { serveProcess } from '../../processes/child/serve-process.ts';
import type { MediaServerConfig, MediaServerEvent, MediaServerInfo } from '../protocol/control.ts';
import { claimLoopbackPort, loopback, MediaServerError } from './loopback-port.ts';
import { dropSlowViewers } from './slow-viewers.ts';

const backlogCheckMs = 1000;
/** A publisher that went is gone at once: the outlet keeps the timeline itself and must not be shifted on its return. */
const publishGraceMs = 1;

const reported: Readonly<Partial<Record<SessionEvent, MediaServerEvent['type']>>> = {
  postPublish: 'publish',
  donePublish: 'unpublish',
  postPlay: 'play',
  donePlay: 'unplay',
};

serveProcess((runtime) => {
  let server: NodeMediaServer | null = null;
  let state: 'idle' | 'starting' | 'running' = 'idle';

  const listening = (listener: { readonly listening: boolean; once(event: 'listening', done: () => void): unknown }): Promise<void> =>
    new Promise((resolve) => {
      if (listener.listening) resolve();
      else listener.once('listening', () => resolve());
    });

  async function configure(config: MediaServerConfig): Promise<MediaServerInfo> {
    if (state !== 'idle') throw new MediaServerError('already-configured', 'the media server is configured once per process');
    state = 'starting';
    try {
      const rtmpPort = await claimLoopbackPort(config.rtmpPort);
      const httpPort = await claimLoopbackPort(config.httpPort);
      if (rtmpPort === httpPort)
        throw new MediaServerError('port-taken', `RTMP and HTTP cannot share port ${rtmpPort}`, { detail: { port: rtmpPort } });
      const created = new NodeMediaServer({
        bind: loopback,
        rtmp: { port: rtmpPort },
        http: { port: httpPort },
        webadmin: { enable: false },
        store: { path: config.dataDir },
        auth: { publish: true, play: false, secret: config.publishSecret },
      });
      logger.level = 'error'; // the constructor sets it to debug
      created.on('prePublish', (session: MediaSession) => {
        session.broadcast.publishGraceMs = publishGraceMs;
      });
      for (const [event, type] of Object.entries(reported))
        created.on(event as SessionEvent, (session) =>
          runtime.emit('media-server', { type, path: session.streamPath } satisfies MediaServerEvent),
        );
      const up = [listening(created.rtmpServer.tcpServer), listening(created.httpServer.httpServer)];
      await created.run();
      await Promise.all(up);
      server = created;
      state = 'running';
      setInterval(() => dropSlowViewers(context.sessions.values()), backlogCheckMs).unref();
      return { rtmpPort, httpPort };
    } catch (error) {
      if (state === 'starting') state = 'idle';
      throw error;
    }
  }

  return {
    methods: { configure },
    onStop: () => server?.stop(),
  };
});
