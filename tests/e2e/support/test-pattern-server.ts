/** A moving picture with a tone over HTTP-FLV, made by ffmpeg for each viewer: stands in for the media server where only the window is tested. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestPatternServer {
  /** For the size asked for by `?size=WxH`; default 1280x720. */
  readonly url: string;
  /** Ends all viewers' streams, as a media server that dies would. */
  dropViewers(): void;
  dispose(): Promise<void>;
}

export async function createTestPatternServer(ffmpegPath = process.env['FFMPEG_BIN'] ?? 'ffmpeg'): Promise<TestPatternServer> {
  const viewers = new Set<() => void>();
  const server = createServer((request, response) => {
    const size = new URL(request.url ?? '/', 'http://x').searchParams.get('size') ?? '1280x720';
    response.writeHead(200, { 'content-type': 'video/x-flv', 'access-control-allow-origin': '*' });
    const picture = `-re -f lavfi -i testsrc2=size=${size}:rate=30 -re -f lavfi -i sine=frequency=220:sample_rate=48000`;
    const encoding = '-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -g 30 -b:v 1500k -c:a aac -f flv pipe:1';
    const ffmpeg = spawn(ffmpegPath, `-loglevel error ${picture} ${encoding}`.split(' '), { stdio: ['ignore', 'pipe', 'ignore'] });
    const end = (): void => {
      viewers.delete(end);
      ffmpeg.kill('SIGKILL');
      response.destroy();
    };
    viewers.add(end);
    ffmpeg.on('error', end);
    ffmpeg.stdout.pipe(response);
    response.on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dropViewers = (): void => viewers.forEach((end) => end());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live.flv`,
    dropViewers,
    async dispose() {
      dropViewers();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
