/** Main <-> media server process (node-media-server on loopback). */
export interface MediaServerConfig {
  /** 0 = pick a free one. A port that is taken fails with code 'port-taken' (never process.exit). */
  readonly rtmpPort: number;
  readonly httpPort: number;
  readonly dataDir: string;
  /** Publishing needs a URL signed with it (see `signPublishPath`). */
  readonly publishSecret: string;
}
export interface MediaServerInfo {
  readonly rtmpPort: number;
  readonly httpPort: number;
}
export interface MediaServerMethods {
  configure(config: MediaServerConfig): MediaServerInfo;
}
export type MediaServerEvent = { readonly type: 'publish' | 'unpublish' | 'play' | 'unplay'; readonly path: string };
