/**
 * eSpeak NG's port holds the data of all its languages, 24 MB, in memory. This leaves the large files on disk; one is read when its
 * language is first spoken, and then kept.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { EspeakFile, EspeakFiles } from './espeak-ng-emscripten.ts';

const dataFolder = '/usr/share/espeak-ng-data';
/** Smaller ones are read again and again while languages are looked up. */
const largeBytes = 64 * 1024;

/** `packagePath`: the file that all were read from, in one piece. */
export function leaveDataOnDisk(files: EspeakFiles, packagePath: string): void {
  const packageBytes = statSync(packagePath).size;
  for (const node of filesBelow(files, dataFolder)) {
    const { contents } = node;
    // A file that is no view of the package has no place in it to be read from.
    if (!contents || contents.buffer.byteLength !== packageBytes) continue;
    if (contents.length < largeBytes) node.contents = contents.slice();
    else readOnDemand(node, packagePath, contents.byteOffset, contents.length);
  }
}

function* filesBelow(files: EspeakFiles, folder: string): Generator<EspeakFile> {
  for (const name of files.readdir(folder)) {
    if (name === '.' || name === '..') continue;
    const path = `${folder}/${name}`;
    const { node } = files.lookupPath(path);
    if (files.isDir(node.mode)) yield* filesBelow(files, path);
    else yield node;
  }
}

function readOnDemand(node: EspeakFile, packagePath: string, at: number, length: number): void {
  let held: Uint8Array | null = null;
  Object.defineProperty(node, 'contents', {
    get() {
      return (held ??= readPart(packagePath, at, length));
    },
  });
}

function readPart(path: string, at: number, length: number): Uint8Array {
  const part = new Uint8Array(length);
  const file = openSync(path, 'r');
  try {
    let done = 0;
    while (done < length) {
      const count = readSync(file, part, done, length - done, at + done);
      if (count === 0) throw new Error(`${path} ends before byte ${at + length}`);
      done += count;
    }
  } finally {
    closeSync(file);
  }
  return part;
}
