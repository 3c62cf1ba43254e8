/** Reads the import graph of the sources as text: every static and dynamic import with a literal, resolved to a path from the root. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const rootDir = path.resolve(import.meta.dirname, '../..');

export interface ImportEdge {
  readonly from: string;
  /** A path from the root for our own files, else the package's name. */
  readonly to: string;
  readonly own: boolean;
}

export function sourceFiles(dir: string): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      if (name === 'node_modules') continue;
      const file = path.join(folder, name);
      if (statSync(file).isDirectory()) walk(file);
      else if (/\.tsx?$/.test(name) && !name.endsWith('.d.ts')) found.push(path.relative(rootDir, file).split(path.sep).join('/'));
    }
  };
  walk(path.join(rootDir, dir));
  return found;
}

const importPattern =
  /(?:^|[\s;])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;])import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|\brequire(?:\.resolve)?\(\s*['"]([^'"]+)['"]\s*\)/g;

export function importsOf(file: string): ImportEdge[] {
  const text = readFileSync(path.join(rootDir, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
  const edges: ImportEdge[] = [];
  for (const match of text.matchAll(importPattern)) {
    const specifier = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
    if (specifier.startsWith('.')) {
      edges.push({ from: file, to: path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)), own: true });
    } else {
      const parts = specifier.split('/');
      edges.push({ from: file, to: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier), own: false });
    }
  }
  return edges;
}
