/**
 * The last thing a process does. `process.exit`, and Electron's `app.exit` with it, waits for the threads that work on files and names: one that hangs in a call to
 * storage that does not answer would keep the process, with its data folder locked, for ever. Nothing can end such a call; so the process ends without it.
 */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const lookMs = 50;
/** A log line on its way to a healthy disk is there long before. */
const patienceMs = 1000;

/** Names as `process.getActiveResourcesInfo` has them. */
const onThreads = /^(FSReq|GetAddrInfo|GetNameInfo)/;

const busy = (): boolean => process.getActiveResourcesInfo().some((name) => onThreads.test(name));

/** Call it when everything was given back: `exit` ends the process in order; where that cannot be, SIGKILL does, and the exit code is lost. */
export async function endProcess(exit: () => void): Promise<void> {
  for (let waitedMs = 0; busy() && waitedMs < patienceMs; waitedMs += lookMs) await sleep(lookMs);
  if (!busy()) return exit();
  process.stderr.write(
    'a disk, a network drive or a name server does not answer: ended without it\n磁盘、网络驱动器或域名服务器没有响应，已直接退出\n',
  );
  process.kill(process.pid, 'SIGKILL');
}
