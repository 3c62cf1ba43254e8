/** The parts of node-media-server 4.4 that the child uses; the package brings no types. */
declare module 'node-media-server' {
  import type { Server as HttpServer } from 'node:http';
  import type { Server, Socket } from 'node:net';

  export interface MediaSession {
    readonly id: string;
    readonly streamPath: string;
    readonly isPublisher: boolean;
    readonly ip: string;
    readonly protocol: 'rtmp' | 'flv';
    readonly broadcast: { publishGraceMs: number };
    /** RTMP sessions. */
    readonly socket?: Socket;
    /** HTTP-FLV (a response) and WS-FLV (a socket of ws) sessions. */
    readonly res?: { readonly writableLength?: number; readonly bufferedAmount?: number; destroy?(): void; terminate?(): void };
  }
  export interface MediaServerOptions {
    readonly bind: string;
    readonly rtmp: { readonly port: number };
    readonly http: { readonly port: number };
    readonly webadmin: { readonly enable: boolean };
    readonly store: { readonly path: string };
    readonly auth: { readonly publish: boolean; readonly play: boolean; readonly secret: string };
  }
  export type SessionEvent = 'prePublish' | 'postPublish' | 'donePublish' | 'prePlay' | 'postPlay' | 'donePlay';
  export default class NodeMediaServer {
    constructor(options: MediaServerOptions);
    readonly rtmpServer: { readonly tcpServer: Server };
    readonly httpServer: { readonly httpServer: HttpServer };
    on(event: SessionEvent, listener: (session: MediaSession) => void): void;
    run(): Promise<void>;
    stop(): Promise<void>;
  }
}

declare module 'node-media-server/src/core/logger.js' {
  const logger: { level: string };
  export default logger;
}

declare module 'node-media-server/src/core/context.js' {
  import type { MediaSession } from 'node-media-server';

  const context: { readonly sessions: ReadonlyMap<string, MediaSession> };
  export default context;
}
