/**
 * V8 flags of every child. The young generation of a process that moves media through it grows to three times 16 MiB by default and is
 * mostly empty; media lives outside V8's heap, so a small one costs no measurable time and saves tens of MiB over all processes.
 */
export const childFlags: readonly string[] = Object.freeze(['--max-semi-space-size=1']);
