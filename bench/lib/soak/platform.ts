/** Two platforms that somebody else wrote (nginx with its RTMP module): a steady one that the viewer watches, and one that drops us, goes silent or dies, and accepts again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { startNginx, type NginxPorts } from '../../../tests/fixtures/nginx/start-nginx.ts';

export const streamKey = 'soak-key';
export const faults = ['drops us', 'goes silent', 'dies'] as const;
export type PlatformFault = (typeof faults)[number];

export interface Platform {
  readonly url: string;
  readonly playUrl: string;
  /** Resolves with the moment from which it accepts again. `lastsMs`: so long it is silent or gone. */
  fail(fault: PlatformFault, lastsMs: number): Promise<number>;
  stop(): Promise<void>;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function startPlatform(folder: string): Promise<Platform> {
  const ports: NginxPorts = { rtmpPort: await freePort(), httpPort: await freePort() };
  let child: ChildProcess | null = null;
  // a group of its own: a Ctrl-C in the terminal is not meant for the platforms
  const start = (): Promise<ChildProcess> =>
    startNginx(folder, ports, streamKey, (command, args) => (child = spawn(command, args, { stdio: 'ignore', detached: true })));
  const end = async (): Promise<void> => {
    const ending = child;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    ending.kill('SIGKILL');
    await gone;
  };
  await start();
  const url = `rtmp://127.0.0.1:${ports.rtmpPort}/live`;
  return {
    url,
    playUrl: `${url}/${streamKey}`,
    async fail(fault, lastsMs) {
      if (fault === 'drops us') {
        const atMs = Date.now();
        await fetch(`http://127.0.0.1:${ports.httpPort}/control/drop/publisher?app=live&name=${streamKey}`);
        return atMs;
      }
      if (fault === 'goes silent') {
        child?.kill('SIGSTOP');
        await sleep(lastsMs);
        child?.kill('SIGCONT');
        return Date.now();
      }
      await end();
      await sleep(lastsMs);
      await start();
      return Date.now();
    },
    stop: end,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
