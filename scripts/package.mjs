#!/usr/bin/env node
/**
 * `npm run package [-- --installers] [--floor]`: the app as its users get it, for this system, in release/. Without options an unpacked folder
 * from the runtime that is set up, with nothing to download; with --installers also AppImage and deb, NSIS or dmg, whose tools electron-builder fetches.
 */
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { measurePackage } from './package/measure-package.mjs';
import { thirdPartyLicences } from './package/third-party-licences.mjs';
import { setUp } from './setup/setup.mjs';
import { at, rootDir } from './setup/paths.mjs';
import { runScript, SetupError, step } from './setup/step.mjs';

const help = `npm run package [-- options]

  --installers   also the installers of this system (AppImage and deb, NSIS, dmg); fetches their tools
  --floor        with --installers: from the fallback runtime too (to try it; not for users)
  --help         this text
`;

await runScript(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(help);
    return 0;
  }
  const unknown = args.find((arg) => arg !== '--installers' && arg !== '--floor');
  if (unknown !== undefined) throw new SetupError(`${unknown} is not an option.\n\n${help}`);
  const installers = args.includes('--installers');
  console.log('Vanchor Studio: packaging');
  await setUp();
  const runtime = describeRuntime();
  if (installers && runtime.isFallback && !args.includes('--floor')) {
    throw new SetupError(
      `Installers are made from the official Electron, and here is ${runtime.version}, the fallback: its release host was not reached. Run the command where it is, or add --floor to try it with the fallback.`,
    );
  }
  // what is loaded only when needed must not slow `--help` or need an installed clone
  const { Arch, build, Platform } = await import('electron-builder');
  const { createPackageConfig } = await import('../build/electron-builder.mjs');
  mkdirSync(at('release'), { recursive: true });
  const licencesFile = at('release/THIRD-PARTY-LICENCES.txt');
  writeFileSync(licencesFile, thirdPartyLicences(rootDir));

  // made anew for each build: electron-builder writes into it
  const newConfig = () => createPackageConfig({ rootDir, electronVersion: runtime.version, electronDist: runtime.dist, licencesFile });
  const platform = Platform.current();
  const arch = Arch[process.arch];
  const folder = at('release', unpackedName());
  rmSync(folder, { recursive: true, force: true });
  console.log(
    `  Electron ${runtime.version}${runtime.isFallback ? ', the fallback runtime: for this machine and the tests, not for users' : ''}`,
  );
  await step('unpacked app', async () => {
    await build({ projectDir: rootDir, config: newConfig(), targets: platform.createTarget('dir', arch) });
    if (!existsSync(folder)) throw new SetupError(`electron-builder ended without ${folder}`);
  });
  for (const line of measurePackage(folder)) console.log(`  ${line}`);
  console.log(`  ${path.relative(rootDir, folder)}`);
  if (!installers) return 0;

  let failed = 0;
  for (const target of installerTargets(newConfig())) {
    await step(target, () =>
      build({ projectDir: rootDir, config: newConfig(), prepackaged: folder, targets: platform.createTarget(target, arch) }),
    ).catch((error) => {
      failed += 1;
      console.error(`  ${target} was not made: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  return failed === 0 ? 0 : 1;
});

/** The runtime that the set-up found. The fallback is a link into the user's cache. */
function describeRuntime() {
  const dist = at('node_modules/electron/dist');
  return {
    dist: realpathSync(dist),
    version: readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, ''),
    isFallback: lstatSync(dist).isSymbolicLink(),
  };
}

/** electron-builder's name for the folder of this system and processor. */
function unpackedName() {
  const suffix = process.arch === 'x64' ? '' : `-${process.arch}`;
  if (process.platform === 'darwin') return `mac${suffix}`;
  return process.platform === 'win32' ? `win${suffix}-unpacked` : `linux${suffix}-unpacked`;
}

function installerTargets({ linux, win, mac }) {
  return ({ win32: win, darwin: mac }[process.platform] ?? linux).target;
}
