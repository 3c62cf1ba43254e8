/** The words that the parts of the chaos bench share. Wall-clock milliseconds everywhere unless the name says otherwise. */

export const targets = ['llm', 'expression', 'tts', 'face', 'programme', 'encoder', 'outlet', 'media-server'] as const;
export type Target = (typeof targets)[number];

/** kill -9; SIGSTOP and left so; no more memory than it has. */
export const faults = ['kill', 'stop', 'memory'] as const;
export type Fault = (typeof faults)[number];

/** 'at-work': the moment in which the part was given something to do. */
export type Aim = 'any-time' | 'at-work';

/** Where the player reads: a server that somebody else wrote, or the studio's own. */
export type PlayerSource = 'platform' | 'media-server';

export interface InflictedFault {
  readonly target: Target;
  readonly fault: Fault;
  readonly aim: Aim;
  readonly atMs: number;
  /** null = the process was not there to be hurt. */
  readonly pid: number | null;
  /** null = it lived on until the next fault. */
  readonly diedAtMs: number | null;
}

/** 'turn.clause', as `vanchor verify` names them. */
export type ClauseName = string;

export const clauseName = ({ turn, clause }: { readonly turn: number; readonly clause: number }): ClauseName => `${turn}.${clause}`;
export const turnOf = (name: ClauseName): number => Number(name.split('.')[0]);
