/**
 * What a package is made of and how it is sealed; scripts/package.mjs says which runtime and which targets. Packages are made on the system
 * that they are for: node_modules holds that system's native modules alone. Reasons: docs/adr/0013-packaging.md.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { runtimePackages } from '../scripts/package/runtime-packages.mjs';

/**
 * Beside the archive instead of in it: what the system loads or starts itself, and what native code opens by name. `outsideArchive` in
 * main/kernel/shipped-files.ts finds it there.
 */
const unpackedPackages = [
  'onnxruntime-node',
  '@napi-rs/canvas-*',
  'better-sqlite3',
  '@photostructure/sqlite',
  '@ffmpeg-installer',
  'ffmpeg-static',
  '@echogarden/espeak-ng-emscripten',
];

/** No program reads these. Licence texts stay. */
const neverRead = [
  '!**/{.*,*~,*.test.js}',
  '!**/*.{map,ts,mts,cts,md,markdown,tsbuildinfo,h,c,cc,cpp,hpp,gyp,gypi,flow}',
  '!**/{test,tests,__tests__,example,examples,docs}/**',
];

/** Some packages bring every system's library. */
const thisSystemOnly = {
  '@photostructure/sqlite': ['!{src,scripts}/**', '!prebuilds/**', 'prebuilds/${platform}-${arch}/*glibc.node'],
  'better-sqlite3': ['!{src,deps}/**', '!prebuilds/**', 'prebuilds/${platform}-${arch}.node'],
  'onnxruntime-node': ['!bin/**', 'bin/napi-v6/${platform}/${arch}/**'],
  // the canvas reads woff2 text and woff emoji; each package also brings the other one
  '@fontsource/noto-sans-sc': ['!files/*.woff'],
  '@fontsource/noto-color-emoji': ['!files/*.woff2'],
};

/**
 * @param {{ rootDir: string, electronVersion: string, electronDist: string, licencesFile: string }} options
 * @returns {import('electron-builder').Configuration}
 */
export function createPackageConfig({ rootDir, electronVersion, electronDist, licencesFile }) {
  return {
    appId: 'app.vanchor.studio',
    productName: 'Vanchor Studio',
    copyright: 'Copyright 2026 The Vanchor Studio authors',
    directories: { output: 'release', buildResources: 'build' },
    electronVersion,
    electronDist,
    electronLanguages: ['en-US', 'zh-CN', 'zh-TW'],
    npmRebuild: true,
    // false: the packages are named below, one by one, and nothing is rebuilt (every native module is a prebuilt Node-API one)
    beforeBuild: async () => false,
    files: [
      'package.json',
      'dist/**',
      '!dist/**/*.map',
      '!dist/e2e/**',
      '!dist/main/bench/**',
      '!dist/main/children/test-child.js',
      'resources/**',
      // the GPL voice: its licence and its source go wherever it goes
      'packages/*/{package.json,LICENSE,README.md}',
      'packages/*/src/**',
      ...['main', 'preload', 'renderer', 'tests', 'bench', 'scripts', 'docs', 'build', 'wasm', 'release', 'out', 'node_modules'].map(
        (name) => `!${name}/**`,
      ),
      ...runtimePackages(rootDir).map(({ name, dir }) => ({
        from: dir,
        to: dir,
        filter: ['**/*', '!node_modules/**', ...neverRead, ...(thisSystemOnly[name] ?? [])],
      })),
    ],
    asar: { smartUnpack: false },
    asarUnpack: ['packages/**', ...unpackedPackages.map((name) => `node_modules/${name}/**`)],
    // readable without a tool
    extraResources: [
      { from: 'LICENSE', to: 'legal/LICENSE' },
      { from: 'NOTICE', to: 'legal/NOTICE' },
      { from: licencesFile, to: 'legal/THIRD-PARTY-LICENCES.txt' },
    ],
    electronFuses: {
      // children are utility processes; nothing of ours starts Electron as Node
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      // checked by Electron on macOS and Windows; without effect on Linux
      enableEmbeddedAsarIntegrityValidation: true,
      // the window's page has a scheme of its own
      grantFileProtocolExtraPrivileges: false,
      loadBrowserProcessSpecificV8Snapshot: false,
      resetAdHocDarwinSignature: true,
    },
    // the fallback runtime has a default app in a folder, which Electron's own clean-up does not take for one
    afterExtract: ({ appOutDir, packager }) =>
      rm(path.join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { recursive: true, force: true }),
    publish: null,
    artifactName: 'vanchor-studio-${version}-${os}-${arch}.${ext}',
    linux: {
      target: ['AppImage', 'deb'],
      executableName: 'vanchor-studio',
      syncDesktopName: true,
      icon: 'build/icons',
      category: 'AudioVideo',
      synopsis: 'A studio for live streamers with a virtual anchor',
      description:
        'Chat comes in, a model answers, a voice speaks, a face moves its lips, and the picture goes to live platforms and into OBS.',
      maintainer: process.env['VANCHOR_MAINTAINER'] ?? 'The Vanchor Studio authors <authors@vanchor-studio.invalid>',
      vendor: 'The Vanchor Studio authors',
    },
    win: { target: ['nsis'], icon: 'build/icons/icon.ico' },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, license: 'LICENSE' },
    mac: {
      target: ['dmg'],
      icon: 'build/icons/icon.icns',
      category: 'public.app-category.video',
      hardenedRuntime: true,
      entitlements: 'build/entitlements.mac.plist',
      entitlementsInherit: 'build/entitlements.mac.inherit.plist',
      extendInfo: {
        NSMicrophoneUsageDescription: 'Vanchor Studio listens while you speak to the anchor, and only while the microphone is turned on.',
      },
    },
    extraMetadata: {
      homepage: process.env['VANCHOR_HOMEPAGE'] ?? 'https://vanchor-studio.invalid',
      author: 'The Vanchor Studio authors',
      desktopName: 'vanchor-studio.desktop',
    },
  };
}
