/** A platform that somebody else wrote, for the player to read from: nginx with its RTMP module on free loopback ports. It throws viewers out when the publisher goes, as platforms do. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { nginxBinary, rtmpModule } from '../../../tests/fixtures/nginx/start-nginx.ts';

export interface Platform {
  readonly url: string;
  readonly streamKey: string;
  readonly playUrl: string;
  stop(): Promise<void>;
}

const startTimeoutMs = 10_000;

/** `idle_streams off`: a lost publisher is seen by the player as a lost connection, not as a stream whose times begin anew. */
function config(rtmpPort: number, httpPort: number): string {
  return `
load_module ${rtmpModule};
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
master_process off;
worker_processes 1;
pid nginx.pid;
error_log stderr error;
events { worker_connections 32; }
rtmp { server {
  listen 127.0.0.1:${rtmpPort};
  chunk_size 4096;
  application live { live on; wait_key on; idle_streams off; }
} }
http {
  access_log off;
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
  server { listen 127.0.0.1:${httpPort}; location = /stat { rtmp_stat all; } }
}
`;
}

export async function startPlatform(dir: string): Promise<Platform> {
  const [rtmpPort, httpPort] = [await freePort(), await freePort()];
  mkdirSync(path.join(dir, 'logs'), { recursive: true });
  writeFileSync(path.join(dir, 'nginx.conf'), config(rtmpPort, httpPort));
  const child = spawn(nginxBinary(), ['-p', dir, '-c', path.join(dir, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (chunk) => (words = (words + String(chunk)).slice(-2000)));
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const deadline = performance.now() + startTimeoutMs;
  while (!(await fetch(`http://127.0.0.1:${httpPort}/stat`).catch(() => null))?.ok) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`nginx did not start: ${words.trim() || `exit code ${child.exitCode}`}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const url = `rtmp://127.0.0.1:${rtmpPort}/live`;
  return {
    url,
    streamKey: 'chaos',
    playUrl: `${url}/chaos`,
    async stop() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
