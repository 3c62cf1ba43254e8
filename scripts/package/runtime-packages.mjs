/**
 * Which packages go into the packaged app: the dependencies (of the app and of its workspaces) that the built main and preload name, and what
 * these depend on, as they lie in node_modules. What only the window uses is bundled into it and stays behind.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ffmpegRuns } from '../lib/ffmpeg-runs.mjs';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * @param {string} rootDir of the clone, built and installed
 * @returns {{ name: string, version: string, license: string, dir: string }[]} `dir` from the root, with '/': 'node_modules/a/node_modules/b'; sorted
 */
export function runtimePackages(rootDir) {
  const built = builtText(rootDir);
  return closure(
    rootDir,
    declaredPackages(rootDir).filter((name) => isNamed(built, name) && !isSpareFfmpeg(rootDir, name)),
  );
}

/** Those, and what is bundled into our own files: the packages whose licences come along. `bundled`: further ones that no manifest declares for run time. */
export function licensedPackages(rootDir, bundled) {
  return closure(rootDir, [...declaredPackages(rootDir), ...bundled]);
}

function declaredPackages(rootDir) {
  const manifests = [rootDir, ...workspaceDirs(rootDir)].map((dir) => readJson(path.join(dir, 'package.json')));
  return [...new Set(manifests.flatMap((manifest) => Object.keys(manifest.dependencies ?? {})))];
}

/** One ffmpeg is enough: ffmpeg-static's where its download was had, else the one inside @ffmpeg-installer. */
function isSpareFfmpeg(rootDir, name) {
  const isDownloaded = ['ffmpeg', 'ffmpeg.exe'].some((file) => ffmpegRuns(path.join(rootDir, 'node_modules/ffmpeg-static', file)));
  return name === (isDownloaded ? '@ffmpeg-installer/ffmpeg' : 'ffmpeg-static');
}

/** The folders of the workspaces that are there; a removed one is simply not. */
export function workspaceDirs(rootDir) {
  const folder = path.join(rootDir, 'packages');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((dir) => existsSync(path.join(dir, 'package.json')));
}

/** Source of everything that runs in the packaged app outside of the window. */
function builtText(rootDir) {
  const dist = path.join(rootDir, 'dist');
  return ['main', 'preload']
    .flatMap((name) => readdirSync(path.join(dist, name), { recursive: true }).map((file) => path.join(dist, name, String(file))))
    .filter((file) => /\.c?js$/.test(file) && !isLeftOut(path.relative(rootDir, file)))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** Built for tests and benches only. */
export const isLeftOut = (file) => /^dist[\\/](e2e|main[\\/](bench|children[\\/]test-child))/.test(file);

/** A package is named as a whole string, or with a path behind it. */
const isNamed = (text, name) => ['"', "'", '`'].some((quote) => text.includes(quote + name + quote) || text.includes(`${quote}${name}/`));

/** Dependencies of download scripts, which no packaged app runs. */
const installScriptsOnly = {
  'ffmpeg-static': ['@derhuerst/http-basic', 'env-paths', 'https-proxy-agent', 'progress'],
  'onnxruntime-node': ['adm-zip', 'global-agent'],
};

function closure(rootDir, names) {
  const found = new Map();
  const visit = (name, fromDir, isOptional) => {
    if (name.startsWith('@types/')) return;
    const dir = locate(rootDir, name, fromDir);
    if (dir === undefined) {
      // the libraries of other systems
      if (isOptional) return;
      throw new Error(`${name}, which ${fromDir || 'the app'} needs, is not installed`);
    }
    if (found.has(dir)) return;
    const manifest = readJson(path.join(rootDir, dir, 'package.json'));
    found.set(dir, { name, version: manifest.version, license: licenceOf(manifest), dir });
    for (const dependency of Object.keys(manifest.dependencies ?? {}))
      if (!installScriptsOnly[name]?.includes(dependency))
        visit(dependency, dir, Object.hasOwn(manifest.optionalDependencies ?? {}, dependency));
    for (const dependency of Object.keys(manifest.optionalDependencies ?? {})) visit(dependency, dir, true);
  };
  for (const name of names) visit(name, '', false);
  return [...found.values()].sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

const licenceOf = ({ license, licenses }) =>
  typeof license === 'string' ? license : (license?.type ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'not stated');

/** As Node looks for it: in the nearest node_modules upwards. */
function locate(rootDir, name, fromDir) {
  for (let dir = fromDir; ; dir = dir.includes('/') ? dir.slice(0, dir.lastIndexOf('/')) : '') {
    if (!dir.endsWith('node_modules')) {
      const candidate = dir === '' ? `node_modules/${name}` : `${dir}/node_modules/${name}`;
      if (existsSync(path.join(rootDir, candidate, 'package.json'))) return candidate;
    }
    if (dir === '') return undefined;
  }
}
