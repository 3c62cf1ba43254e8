/**
 * Where files that ship with the studio lie: in a clone, and in a packaged app, where most of them are in one archive (app.asar) that only
 * Electron's own `fs`, `import` and `require` look into. Everything that looks for such a file asks here.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Not called `require`: the bundler adds one of its own. */
const requireHere = createRequire(import.meta.url);

/** dist/main: the built entries, and the folders that the build lays beside them. */
export const distMainDir = (): string => findDistMain(import.meta.dirname);

/** The folder of knowledge samples, word lists, portraits and icons. */
export const shippedResourcesDir = (distMain: string = distMainDir()): string => path.resolve(distMain, '../../resources');

/** The folder of an installed package. Throws where it is not installed. */
export const packageDir = (name: string): string => path.dirname(requireHere.resolve(`${name}/package.json`));

/** A file of an installed package: its main file ('name'), for packages that read what lies beside it, or any other that it exports ('name/x.wasm'). */
export const packageFile = (specifier: string): string => requireHere.resolve(specifier);

/** The same as `require(name)`; throws where it is not installed. */
export const requirePackage = (name: string): unknown => requireHere(name);

/** For another program, or native code that opens files itself: such a file is unpacked, and lies beside the archive under this path. */
export const outsideArchive = (file: string): string => file.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');

/** Built code may stand in a chunk below dist/main; code that runs from its source looks for dist/main beside main/. */
function findDistMain(start: string): string {
  for (let dir = start; ; dir = path.dirname(dir)) {
    if (path.basename(dir) === 'main' && path.basename(path.dirname(dir)) === 'dist') return dir;
    if (existsSync(path.join(dir, 'package.json'))) return path.join(dir, 'dist', 'main');
    if (dir === path.dirname(dir)) throw new Error(`${start} belongs to no built or checked out studio`);
  }
}
