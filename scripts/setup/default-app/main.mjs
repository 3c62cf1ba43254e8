// What `electron [-r module] <folder or file>` runs when the runtime came without Electron's own default app.
// It loads the app's main file the way Electron's would; nothing else of the default app is needed in development.
import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

// The app is awaited: Electron holds `ready` back until this module has finished, and the app must register its schemes before.
const require = createRequire(import.meta.url);

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function parseArguments(argv) {
  const preloads = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index];
    if (argument === '-r' || argument === '--require') preloads.push(argv[(index += 1)]);
    else if (argument === '-v' || argument === '--version') {
      process.stdout.write(`v${process.versions.electron}\n`);
      process.exit(0);
    } else if (!argument.startsWith('-')) return { target: argument, preloads };
  }
  return fail('usage: electron [-r module] <app folder or file>');
}

function packageOf(file) {
  for (let dir = path.dirname(file); ; dir = path.dirname(dir)) {
    const candidate = path.join(dir, 'package.json');
    if (existsSync(candidate)) return JSON.parse(readFileSync(candidate, 'utf8'));
    if (dir === path.dirname(dir)) return {};
  }
}

const { target, preloads } = parseArguments(process.argv.slice(1));
const location = path.resolve(target);
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const manifestPath = path.join(location, 'package.json');
if (existsSync(manifestPath)) {
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  app.name = manifest.productName || manifest.name || app.name;
  app.setAppPath(location);
} else {
  app.setAppPath(path.dirname(location));
}
let entry;
try {
  entry = Module._resolveFilename(location, null, true);
} catch (error) {
  fail(`There is no Electron app at ${location}: ${error.message}`);
}
if (preloads.length > 0) Module._preloadModules(preloads.map((name) => (name.startsWith('.') ? path.resolve(name) : name)));
const isModule = entry.endsWith('.mjs') || (entry.endsWith('.js') && packageOf(entry).type === 'module');
if (isModule) {
  await import(pathToFileURL(entry).href).catch((error) => fail(`The app failed while loading\n${error.stack ?? error}`));
} else {
  require(entry);
}
