/** What the handlers need of the machine's settings. Answers in words where something cannot be done. */
import type { ShortcutAction } from '../contract/shortcuts.ts';
import type { DoneView } from './contract/engines.ts';
import type { FolderAnswer, FoldersView, MachineReport, ShortcutAnswer, ShortcutsView } from './contract/settings.ts';

export interface MachinePort {
  check(): Promise<MachineReport>;
}

export interface FoldersPort {
  view(): Promise<FoldersView>;
  chooseRecordings(): Promise<FolderAnswer>;
  resetRecordings(): Promise<FolderAnswer>;
  open(folder: 'recordings' | 'data'): DoneView;
}

export interface ShortcutsPort {
  view(): ShortcutsView;
  set(action: ShortcutAction, accelerator: string | null): ShortcutAnswer;
}
