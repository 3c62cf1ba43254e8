/** The settings of this machine as the doors see them: what the machine can do, where recordings lie, and the keys that work in every program. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { shortcutActions } from '../../contract/shortcuts.ts';
import { doorErrors, userMessage } from './errors.ts';

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });
const refused = z.object({ done: z.literal(false), words: userMessage });

export const machineParts = [
  'processor',
  'memory',
  'graphics',
  'ffmpeg',
  'encoders',
  'storage',
  'microphone',
  'recordings',
  'disk',
] as const;
export const machineLevels = ['good', 'attention'] as const;

export const machineReport = z.object({
  /** The whole in one sentence. */
  verdict: z.object({ level: z.enum(machineLevels), message: userMessage }),
  lines: z.array(
    z.object({
      part: z.enum(machineParts),
      level: z.enum(machineLevels),
      /** What was found: a name, a figure. */
      found: userMessage,
      /** What it means, and what to do where something is to be done. */
      message: userMessage,
    }),
  ),
});
export type MachineReport = z.infer<typeof machineReport>;
export type MachineLine = MachineReport['lines'][number];

const folderView = z.object({
  path: z.string(),
  state: z.enum(['writable', 'missing', 'read-only']),
  /** null: could not be asked. */
  freeBytes: z.number().nullable(),
  level: z.enum(machineLevels),
  message: userMessage,
});
export type FolderView = z.infer<typeof folderView>;

export const foldersView = z.object({
  /** Of the show that is on, and of the next one unless `next` says otherwise. */
  recordings: folderView,
  /** Chosen during a show: holds from the next one on. */
  next: folderView.nullable(),
  /** 'usual': where the studio puts them unless somebody chose. */
  chosen: z.enum(['usual', 'own']),
  /** Database, logs, shows, packs, pictures. */
  data: z.object({ path: z.string() }),
  /** 'dialog': somebody sits at this machine and can choose. */
  choosing: z.enum(['dialog', 'none']),
});
export type FoldersView = z.infer<typeof foldersView>;
const folderAnswer = z.union([z.object({ done: z.literal(true), folders: foldersView }), refused]);
export type FolderAnswer = z.infer<typeof folderAnswer>;

export const shortcutsView = z.object({
  /** 'none': the studio runs without a desktop (command line). */
  keys: z.enum(['there', 'none']),
  items: z.array(
    z.object({
      action: z.enum(shortcutActions),
      accelerator: z.string().nullable(),
      /** 'taken': another program has it, so it does nothing here. */
      state: z.enum(['off', 'on', 'taken']),
      /** With an anchor's key: who it would put on air. */
      target: userMessage.nullable(),
    }),
  ),
});
export type ShortcutsView = z.infer<typeof shortcutsView>;
const shortcutAnswer = z.union([z.object({ done: z.literal(true), shortcuts: shortcutsView }), refused]);
export type ShortcutAnswer = z.infer<typeof shortcutAnswer>;

export const machineContract = {
  /** Looks at the machine: the first call of a run tries each encoder, some seconds. */
  check: needs('studio:view').output(machineReport),
};
export const foldersContract = {
  view: needs('studio:view').output(foldersView),
  /** Opens the system's dialog on the machine that the studio runs on; no door may name a path. Cancelled: nothing changes. */
  chooseRecordings: needs('studio:configure').output(folderAnswer),
  /** Back to the usual folder. */
  resetRecordings: needs('studio:configure').output(folderAnswer),
  /** Shows it in the file manager of that machine. */
  open: needs('studio:configure')
    .input(z.object({ folder: z.enum(['recordings', 'data']) }))
    .output(z.union([z.object({ done: z.literal(true) }), refused])),
};
export const shortcutsContract = {
  view: needs('studio:view').output(shortcutsView),
  /** null: off. Refused in words where the combination will not do, or is another action's or another program's; then nothing changed. */
  set: needs('studio:configure')
    .input(z.object({ action: z.enum(shortcutActions), accelerator: z.string().max(60).nullable() }))
    .output(shortcutAnswer),
};
