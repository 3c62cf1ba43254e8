/** How large a packaged app is, and where it goes: lines in words, MiB as the bytes of the files. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** @param {string} folder the unpacked app @returns {string[]} the sum first, then the largest parts */
export function measurePackage(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .map((file) => ({ file: path.relative(folder, file), bytes: statSync(file).size }));
  const total = sum(files);
  const largest = Object.entries(groupBy(files, partOf))
    .map(([part, members]) => ({ part, bytes: sum(members) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 6);
  return [`${mib(total)} in ${files.length} files`, ...largest.map(({ part, bytes }) => `${mib(bytes).padStart(9)}  ${part}`)];
}

const sum = (files) => files.reduce((bytes, file) => bytes + file.bytes, 0);
const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** The runtime as one, what lies beside the archive by package, everything else by its file. */
function partOf({ file }) {
  const parts = file.split(path.sep);
  const unpacked = parts.indexOf('node_modules');
  if (unpacked >= 0) return parts.slice(unpacked + 1, unpacked + (parts[unpacked + 1]?.startsWith('@') ? 3 : 2)).join('/');
  return parts.includes('resources') || parts.includes('Resources') ? file : 'Electron';
}

function groupBy(items, keyOf) {
  const groups = {};
  for (const item of items) (groups[keyOf(item)] ??= []).push(item);
  return groups;
}
