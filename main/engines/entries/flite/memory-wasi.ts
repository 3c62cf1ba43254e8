/**
 * The thirteen WASI calls that a command-line synthesizer makes, served from memory: arguments and one readable file in, standard output and
 * one written file out.
 * No directory, no temporary file, no experimental module. It knows nothing of speech.
 */
import type { DataSegment } from './split-wasm.ts';

const errno = { success: 0, badf: 8, inval: 28, noent: 44 } as const;
const preopenFd = 3;
const fileFd = 4;
const inputFd = 5;
/** The program asks for it by this name. */
export const inputName = 'input';
const fileType = { directory: 3, regular: 4 } as const;
const allRights = 0xffff_ffff_ffff_ffffn;

/** Ends the program from inside: WASI's way of returning from `main`. */
class ProgramExit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

export interface ProgramRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was written to whichever path the program opened. */
  readonly file: Uint8Array;
}

/**
 * A WASI command runs once; this one is put back to its first memory afterwards, which takes a fraction of a new instance
 * and leaves no 20 MB of garbage behind per run. What the linker placed first are constants: a run leaves them as they are,
 * so only what lies around them is kept a second time.
 */
export interface Program {
  /** `input`: what the program reads where it opens `inputName`; without it there is no such file. */
  run(args: readonly string[], input?: Uint8Array): ProgramRun;
  /** Makes the next `run` possible; `run` does it itself when it has to. */
  reset(): void;
  /** It left by `exit` or trapped, or its memory has grown too far: make a new one. */
  readonly worn: boolean;
}

const maxMemoryBytes = 128 * 1024 * 1024;

export async function instantiateProgram(module: WebAssembly.Module, data: readonly DataSegment[]): Promise<Program> {
  let args: Uint8Array[] = [];
  const file = createGrowingFile();
  let input: Uint8Array | undefined;
  let inputAt = 0;
  const out: Record<number, Uint8Array[]> = { 1: [], 2: [] };
  const memory = (): DataView => new DataView((instance.exports['memory'] as WebAssembly.Memory).buffer);
  const bytes = (at: number, length: number): Uint8Array => new Uint8Array(memory().buffer, at, length);

  const calls: Record<string, (...values: never[]) => number> = {
    args_sizes_get(countAt: number, sizeAt: number) {
      memory().setUint32(countAt, args.length, true);
      memory().setUint32(
        sizeAt,
        args.reduce((sum, arg) => sum + arg.length, 0),
        true,
      );
      return errno.success;
    },
    args_get(pointersAt: number, textAt: number) {
      let at = textAt;
      args.forEach((arg, index) => {
        memory().setUint32(pointersAt + index * 4, at, true);
        bytes(at, arg.length).set(arg);
        at += arg.length;
      });
      return errno.success;
    },
    clock_time_get(_clock: number, _precision: bigint, at: number) {
      memory().setBigUint64(at, process.hrtime.bigint(), true);
      return errno.success;
    },
    fd_close: () => errno.success,
    fd_fdstat_set_flags: () => errno.success,
    fd_fdstat_get(fd: number, at: number) {
      if (fd > inputFd) return errno.badf;
      bytes(at, 24).fill(0);
      memory().setUint8(at, fd === preopenFd ? fileType.directory : fileType.regular);
      memory().setBigUint64(at + 8, allRights, true);
      memory().setBigUint64(at + 16, allRights, true);
      return errno.success;
    },
    fd_prestat_get(fd: number, at: number) {
      if (fd !== preopenFd) return errno.badf;
      memory().setUint32(at, 0, true);
      memory().setUint32(at + 4, 1, true);
      return errno.success;
    },
    fd_prestat_dir_name(_fd: number, at: number) {
      bytes(at, 1)[0] = 0x2e;
      return errno.success;
    },
    fd_read(fd: number, vectorsAt: number, count: number, readAt: number) {
      let read = 0;
      for (let index = 0; fd === inputFd && input && index < count; index += 1) {
        const at = memory().getUint32(vectorsAt + index * 8, true);
        const part = input.subarray(inputAt, inputAt + memory().getUint32(vectorsAt + index * 8 + 4, true));
        bytes(at, part.length).set(part);
        inputAt += part.length;
        read += part.length;
      }
      memory().setUint32(readAt, read, true);
      return errno.success;
    },
    fd_seek(fd: number, offset: bigint, whence: number, positionAt: number) {
      if (fd === inputFd && input) {
        inputAt = clampTo(input.length, Number(offset) + (whence === 1 ? inputAt : whence === 2 ? input.length : 0));
        memory().setBigUint64(positionAt, BigInt(inputAt), true);
        return errno.success;
      }
      if (fd !== fileFd) return errno.badf;
      memory().setBigUint64(positionAt, BigInt(file.seek(Number(offset), whence)), true);
      return errno.success;
    },
    fd_write(fd: number, vectorsAt: number, count: number, writtenAt: number) {
      let written = 0;
      for (let index = 0; index < count; index += 1) {
        const at = memory().getUint32(vectorsAt + index * 8, true);
        const length = memory().getUint32(vectorsAt + index * 8 + 4, true);
        if (fd === fileFd) file.write(bytes(at, length));
        else if (out[fd]) out[fd].push(bytes(at, length).slice());
        else return errno.badf;
        written += length;
      }
      memory().setUint32(writtenAt, written, true);
      return errno.success;
    },
    path_open(
      _fd: number,
      _look: number,
      pathAt: number,
      pathLength: number,
      createFlags: number,
      _rights: bigint,
      _inherited: bigint,
      _fdFlags: number,
      fdAt: number,
    ) {
      // Only its input and what the program creates exist here.
      if ((createFlags & 1) === 0) {
        if (!input || Buffer.from(bytes(pathAt, pathLength)).toString() !== inputName) return errno.noent;
        inputAt = 0;
        memory().setUint32(fdAt, inputFd, true);
        return errno.success;
      }
      file.clear();
      memory().setUint32(fdAt, fileFd, true);
      return errno.success;
    },
    proc_exit(code: number) {
      throw new ProgramExit(code);
    },
  };
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: calls });
  for (const segment of data) bytes(segment.at, segment.bytes.length).set(segment.bytes);
  const constants = { from: data[0]?.at ?? 0, to: (data[0]?.at ?? 0) + (data[0]?.bytes.length ?? 0) };
  const below = bytes(0, constants.from).slice();
  const above = trimZeros(bytes(constants.to, memory().byteLength - constants.to)).slice();
  let state: 'fresh' | 'used' | 'worn' = 'fresh';

  function reset(): void {
    if (state !== 'used') return;
    const all = bytes(0, memory().byteLength);
    all.set(below);
    all.set(above, constants.to);
    all.fill(0, constants.to + above.length);
    file.clear();
    out[1] = [];
    out[2] = [];
    state = 'fresh';
  }

  return {
    reset,
    get worn() {
      return state === 'worn' || memory().byteLength > maxMemoryBytes;
    },
    run(words, given) {
      reset();
      input = given;
      // A trap or an exit leaves the program's stack pointer where it was.
      state = 'worn';
      args = words.map((word) => new TextEncoder().encode(`${word}\0`));
      let exitCode = 0;
      try {
        (instance.exports['_start'] as () => void)();
        state = 'used';
      } catch (error) {
        if (!(error instanceof ProgramExit)) throw error;
        exitCode = error.code;
      }
      input = undefined;
      const text = (fd: 1 | 2): string => Buffer.concat(out[fd] ?? []).toString('utf8');
      return { exitCode, stdout: text(1), stderr: text(2), file: file.contents() };
    },
  };
}

const clampTo = (most: number, value: number): number => Math.min(most, Math.max(0, value));

function trimZeros(values: Uint8Array): Uint8Array {
  let end = values.length;
  while (end > 0 && values[end - 1] === 0) end -= 1;
  return values.subarray(0, end);
}

function createGrowingFile() {
  let buffer = new Uint8Array(256 * 1024);
  let length = 0;
  let position = 0;
  return {
    clear() {
      length = 0;
      position = 0;
    },
    seek(offset: number, whence: number): number {
      position = Math.max(0, offset + (whence === 1 ? position : whence === 2 ? length : 0));
      return position;
    },
    write(part: Uint8Array) {
      const end = position + part.length;
      if (end > buffer.length) {
        const larger = new Uint8Array(Math.max(end, buffer.length * 2));
        larger.set(buffer.subarray(0, length));
        buffer = larger;
      }
      buffer.set(part, position);
      position = end;
      length = Math.max(length, end);
    },
    contents: () => buffer.slice(0, length),
  };
}
