/** What is installed and what is going on, for panels and doors; starts, cancels and removes installations. Never throws for the network's faults: they are told. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { UserMessage } from '../contract/failure.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { createDeferred } from '../kernel/deferred.ts';
import type { Disposable } from '../kernel/disposable.ts';
import { Emitter, type Event } from '../kernel/emitter.ts';
import type { Logger } from '../kernel/logger.ts';
import { goneFolder, removeGone, removeLeftovers } from './gone-folders.ts';
import { type InstallLock, takeInstallLock } from './install-lock.ts';
import { freeBytesOf, installPack, planInstall } from './install-pack.ts';
import { fromRemoval, PackError } from './pack-error.ts';
import { hasPart, isInstalled, packFolders } from './pack-folders.ts';
import { basePart, findPart, furtherParts, sumBytes } from './pack-lock.ts';
import { enginePacks, type PackDefinition } from './packs.ts';
import { findRegistry } from './registry.ts';

export interface PackPartState {
  readonly partId: string;
  readonly title: UserMessage;
  readonly state: 'absent' | 'installed';
  readonly downloadBytes: number;
}

export interface PackState {
  readonly packId: string;
  readonly title: UserMessage;
  readonly summary: UserMessage;
  readonly license: string;
  readonly version: string;
  readonly state: 'absent' | 'installing' | 'installed' | 'failed';
  /** Of what is or would be fetched. */
  readonly downloadBytes: number;
  /** There already; more than 0 while absent: an interrupted installation goes on from here. */
  readonly doneBytes: number;
  /** Why the last installation did not end well. */
  readonly message?: UserMessage;
  /** What can be added on this system. */
  readonly parts: readonly PackPartState[];
}

export interface PackStore extends Disposable {
  states(): readonly PackState[];
  /** The folder of the installed version; undefined when it is not installed. */
  folder(packId: string): string | undefined;
  /** Why it would be refused at once; undefined: it can begin. */
  refusal(packId: string, partId?: string): UserMessage | undefined;
  /** Resolves when it is installed; rejects with PackError or, when cancelled, an AbortError. */
  install(packId: string, partId?: string): Promise<void>;
  /** false: nothing was being installed. What came is kept. */
  cancel(packId: string): boolean;
  /** With everything that was fetched for it; files that resist are removed at a later start. Rejects with PackError. */
  remove(packId: string): Promise<void>;
  readonly onChange: Event<void>;
}

export interface PackStoreOptions {
  readonly packsDir: string;
  readonly logger: Logger;
  readonly packs?: readonly PackDefinition[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: Node's own. */
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
  /** Default `${process.platform}-${process.arch}`. */
  readonly system?: string;
  readonly idleTimeoutMs?: number;
  readonly retryWaitMs?: number;
  readonly freeBytes?: (dir: string) => Promise<number | undefined>;
}

const defaultIdleTimeoutMs = 30_000;
const defaultRetryWaitMs = 500;
/** Told at each hundredth. */
const steps = 100;

interface Entry {
  readonly definition: PackDefinition;
  running: { readonly abort: AbortController; readonly ended: Promise<void>; doneBytes: number; totalBytes: number } | undefined;
  /** Looked up on the disk after each act, not at each question. */
  found: { readonly state: 'absent' | 'installed'; readonly parts: ReadonlySet<string>; readonly keptBytes: number };
  message: UserMessage | undefined;
}

export function createPackStore(options: PackStoreOptions): PackStore {
  const { packsDir, logger, env = process.env, clock = systemClock } = options;
  const system = options.system ?? `${process.platform}-${process.arch}`;
  const onChange = new Emitter<void>((error) => logger.error('a pack listener threw', { error: String(error) }));
  const foldersOf = ({ lock }: PackDefinition) => packFolders(packsDir, lock);
  const entries = new Map<string, Entry>(
    (options.packs ?? enginePacks).map((definition) => [
      definition.packId,
      { definition, running: undefined, found: look(definition), message: undefined },
    ]),
  );

  removeLeftovers(packsDir, logger);

  function look(definition: PackDefinition): Entry['found'] {
    const folders = foldersOf(definition);
    const state = isInstalled(folders, definition.lock) ? 'installed' : 'absent';
    const parts = state === 'installed' ? furtherParts(definition.lock, system).filter((part) => hasPart(folders, part)) : [];
    return { state, parts: new Set(parts.map(({ partId }) => partId)), keptBytes: bytesIn(folders.downloads) };
  }
  function find(packId: string): Entry {
    const entry = entries.get(packId);
    if (!entry) throw new PackError('unknown-pack', { title: { en: packId, zh: packId }, what: packId });
    return entry;
  }
  function changed(entry: Entry, message?: UserMessage): void {
    entry.found = look(entry.definition);
    entry.message = message;
    onChange.emit();
  }

  async function run(entry: Entry, partId: string): Promise<void> {
    const { definition } = entry;
    const { lock, title } = definition;
    const folders = foldersOf(definition);
    const ended = createDeferred<void>();
    const running = { abort: new AbortController(), ended: ended.promise, doneBytes: 0, totalBytes: 0 };
    running.totalBytes = sumBytes(planInstall(lock, folders, system, partId, title));
    entry.running = running;
    entry.message = undefined;
    let told = -1;
    onChange.emit();
    let message: UserMessage | undefined;
    try {
      await installPack({
        lock,
        title,
        folders,
        system,
        partId,
        registry: findRegistry(env),
        fetch: options.fetch ?? globalThis.fetch,
        clock,
        idleTimeoutMs: options.idleTimeoutMs ?? defaultIdleTimeoutMs,
        retryWaitMs: options.retryWaitMs ?? defaultRetryWaitMs,
        freeBytes: options.freeBytes ?? freeBytesOf,
        signal: running.abort.signal,
        onProgress(doneBytes, totalBytes) {
          running.doneBytes = doneBytes;
          const step = Math.floor((steps * doneBytes) / Math.max(1, totalBytes));
          if (step === told) return;
          told = step;
          onChange.emit();
        },
      });
      logger.info('an engine pack was installed', { pack: definition.packId, version: lock.version, part: partId });
    } catch (error) {
      if (error instanceof PackError) {
        message = error.words;
        logger.warn('an engine pack was not installed', { pack: definition.packId, code: error.code, reason: error.message });
      }
      throw error;
    } finally {
      entry.running = undefined;
      changed(entry, message);
      ended.resolve();
    }
  }

  function stateOf({ definition, running, found, message }: Entry): PackState {
    const { packId, title, summary, license, lock } = definition;
    const base = findPart(lock, system, basePart);
    const wholeBytes = sumBytes([...lock.packages, ...(base?.packages ?? [])]);
    return {
      packId,
      title,
      summary,
      license,
      version: lock.version,
      state: running ? 'installing' : found.state === 'installed' ? 'installed' : message ? 'failed' : 'absent',
      downloadBytes: running ? running.totalBytes : wholeBytes,
      doneBytes: running ? running.doneBytes : found.state === 'installed' ? wholeBytes : Math.min(found.keptBytes, wholeBytes),
      ...(message ? { message } : {}),
      parts: furtherParts(lock, system).map((part) => ({
        partId: part.partId,
        title: definition.parts[part.partId] ?? { en: part.partId, zh: part.partId },
        state: found.parts.has(part.partId) ? 'installed' : 'absent',
        downloadBytes: sumBytes(part.packages),
      })),
    };
  }

  return {
    onChange: onChange.event,
    states: () => Array.from(entries.values(), stateOf),
    folder(packId) {
      const entry = entries.get(packId);
      return entry?.found.state === 'installed' ? foldersOf(entry.definition).version : undefined;
    },
    refusal(packId, partId = basePart) {
      try {
        const entry = find(packId);
        const { lock, title } = entry.definition;
        if (entry.running) return new PackError('busy', { title }).words;
        planInstall(lock, foldersOf(entry.definition), system, partId, title);
        return undefined;
      } catch (error) {
        if (error instanceof PackError) return error.words;
        throw error;
      }
    },
    async install(packId, partId = basePart) {
      const entry = find(packId);
      if (entry.running) throw new PackError('busy', { title: entry.definition.title });
      await run(entry, partId);
    },
    cancel(packId) {
      const running = entries.get(packId)?.running;
      running?.abort.abort(new DOMException('the installation was cancelled', 'AbortError'));
      return running !== undefined;
    },
    async remove(packId) {
      const entry = find(packId);
      const { title } = entry.definition;
      const folders = foldersOf(entry.definition);
      if (entry.running) throw new PackError('busy', { title });
      if (!existsSync(folders.root)) throw new PackError('not-installed', { title });
      const gone = goneFolder(packsDir, packId);
      let held: InstallLock | undefined;
      try {
        held = takeInstallLock(folders.lockFile);
        if (!held) throw new PackError('busy', { title });
        // one step, so that half of a pack is never taken for a pack; the lock goes along
        await rename(folders.root, gone);
      } catch (error) {
        held?.release();
        throw fromRemoval(error, title);
      }
      changed(entry);
      await removeGone(gone, logger);
    },
    async dispose() {
      const endings = Array.from(entries.values(), ({ running }) => running?.ended ?? Promise.resolve());
      for (const packId of entries.keys()) this.cancel(packId);
      await Promise.all(endings);
      onChange.clear();
    },
  };
}

function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((sum, name) => sum + (statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}
