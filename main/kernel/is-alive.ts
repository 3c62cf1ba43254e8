/** Whether the process that has this number lives. A number that another program has by now only means: not this time. */
import process from 'node:process';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // someone else's process is alive, too
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
