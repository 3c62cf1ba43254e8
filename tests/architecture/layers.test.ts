/** The dependency rule of ARCHITECTURE.md, as a table: what each part may import. A part that is not named here fails the test. */
import { describe, expect, it } from 'vitest';
import { importsOf, sourceFiles, type ImportEdge } from './imports.ts';

/** Folder -> folders it may import (its own and contract, kernel always). The first rule whose folder holds the file applies. */
const layers: ReadonlyArray<readonly [folder: string, may: readonly string[]]> = [
  ['main/contract/', []],
  ['main/kernel/', []],
  ['main/processes/protocol/', []],
  ['main/processes/child/', ['main/processes/protocol/']],
  ['main/processes/host/', ['main/processes/protocol/']],
  ['main/processes/adapters/', ['main/processes/protocol/', 'main/processes/host/', 'main/processes/child/']],
  ['main/performance/', []],
  ['main/engines/contract/', []],
  ['main/engines/catalog/', ['main/engines/contract/']],
  ['main/engines/model-server/', ['main/engines/contract/']],
  ['main/engines/models/', []],
  // what the anchor knows and how it is found: shared by the engine and by "try a question"
  ['main/engines/knowledge/', ['main/engines/contract/']],
  // what is written, as it is said: shared by the voices, whatever their licence
  ['main/engines/text/', []],
  ['main/engines/child/', ['main/engines/contract/', 'main/processes/child/', 'main/processes/protocol/']],
  [
    'main/engines/entries/',
    [
      'main/engines/child/',
      'main/engines/contract/',
      'main/engines/model-server/',
      'main/engines/knowledge/',
      'main/engines/models/',
      'main/engines/text/',
      'main/portraits/pictures/',
      'main/processes/child/',
      'main/processes/protocol/',
      'main/performance/',
    ],
  ],
  // reading pictures and markers: shared by the portrait face and by what finds faces
  ['main/portraits/pictures/', []],
  ['main/portraits/protocol/', ['main/portraits/pictures/']],
  ['main/portraits/child/', ['main/portraits/pictures/', 'main/portraits/protocol/', 'main/processes/child/', 'main/processes/protocol/']],
  ['main/portraits/control/', ['main/portraits/pictures/', 'main/portraits/protocol/', 'main/processes/host/', 'main/processes/protocol/']],
  [
    'packages/engine-espeak/src/',
    [
      'main/engines/child/',
      'main/engines/contract/',
      'main/engines/text/',
      'main/processes/child/',
      'main/processes/protocol/',
      'main/performance/',
    ],
  ],
  ['main/engines/hosting/', ['main/engines/contract/', 'main/engines/catalog/', 'main/processes/host/']],
  ['main/programme/protocol/', []],
  ['main/programme/child/', ['main/programme/protocol/', 'main/processes/child/', 'main/processes/protocol/', 'main/performance/']],
  ['main/programme/control/', ['main/programme/protocol/', 'main/processes/host/', 'main/processes/protocol/']],
  ['main/outlet/protocol/', []],
  ['main/outlet/child/', ['main/outlet/protocol/', 'main/processes/child/', 'main/processes/protocol/']],
  ['main/outlet/control/', ['main/outlet/protocol/', 'main/processes/host/', 'main/processes/protocol/']],
  ['main/slates/protocol/', []],
  ['main/slates/child/', ['main/slates/protocol/', 'main/processes/child/', 'main/processes/protocol/']],
  ['main/slates/control/', ['main/slates/protocol/', 'main/processes/host/', 'main/processes/protocol/']],
  ['main/media-server/protocol/', []],
  ['main/media-server/child/', ['main/media-server/protocol/', 'main/processes/child/', 'main/processes/protocol/']],
  ['main/media-server/control/', ['main/media-server/protocol/', 'main/processes/host/', 'main/processes/protocol/']],
  ['main/hearing/protocol/', []],
  ['main/hearing/child/', ['main/hearing/protocol/', 'main/processes/child/', 'main/processes/protocol/']],
  ['main/hearing/control/', ['main/hearing/protocol/', 'main/processes/host/', 'main/processes/protocol/']],
  ['main/destinations/', ['main/outlet/protocol/']],
  ['main/routing/', ['main/engines/hosting/', 'main/engines/contract/']],
  ['main/conversation/', ['main/routing/', 'main/performance/']],
  // how words are read is checked by the rules that say them
  ['main/voices/', ['main/engines/contract/', 'main/engines/text/']],
  ['main/access/', []],
  ['main/telemetry/', []],
  // markers go through the door as they are kept
  ['main/api/', ['main/access/', 'main/engines/contract/', 'main/engines/knowledge/', 'main/knowledge/', 'main/portraits/pictures/']],
  ['main/swap/', ['main/engines/hosting/', 'main/engines/contract/', 'main/processes/protocol/']],
  // stores implement the ports that the domains declare
  ['main/storage/', ['main/swap/', 'main/engines/contract/', 'main/destinations/', 'main/recording/']],
  ['main/secrets/', []],
  ['main/recording/child/', ['main/recording/', 'main/processes/child/', 'main/processes/protocol/']],
  ['main/recording/control/', ['main/recording/', 'main/processes/host/']],
  ['main/quiet-time/', []],
  ['main/recording/', []],
  ['main/knowledge/child/', ['main/knowledge/', 'main/processes/child/', 'main/processes/protocol/']],
  ['main/knowledge/control/', ['main/knowledge/', 'main/processes/host/']],
  ['main/knowledge/', ['main/engines/knowledge/', 'main/engines/contract/']],
  ['main/engine-packs/', []],
  ['main/app/', ['main/']],
  [
    'main/cli/',
    [
      'main/app/',
      'main/programme/control/',
      'main/processes/',
      'main/telemetry/',
      'main/api/',
      'main/engine-packs/',
      'main/recording/',
      'main/knowledge/',
    ],
  ],
  ['main/shell/', ['main/app/', 'main/api/', 'main/access/', 'main/processes/', 'main/secrets/', 'main/telemetry/']],
  ['main/', ['main/shell/', 'main/app/']],
  ['preload/', ['main/api/contract/']],
  // the notice is shown in the window
  ['renderer/', ['main/api/contract/', 'NOTICE']],
];

const everyone = ['main/contract/', 'main/kernel/'];
const files = ['main', 'preload', 'renderer', 'packages/engine-espeak/src'].flatMap(sourceFiles);
const edges = files.flatMap(importsOf);

function violation(edge: ImportEdge): string | undefined {
  const rule = layers.find(([folder]) => edge.from.startsWith(folder));
  if (!rule) return `${edge.from} belongs to no layer`;
  const [own, may] = rule;
  if (!edge.own || [own, ...may, ...everyone].some((folder) => edge.to.startsWith(folder))) return undefined;
  // an entry is one folder: entries do not import each other
  return `${edge.from} imports ${edge.to}`;
}

describe('layers', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(edges.length).toBeGreaterThan(300);
  });

  it('imports only downwards', () => {
    expect(edges.map(violation).filter((text) => text !== undefined)).toEqual([]);
  });

  it('names electron only in main/shell, main/index.ts and preload', () => {
    const offenders = edges
      .filter((edge) => edge.to === 'electron' && !/^(main\/shell\/|preload\/)/.test(edge.from))
      .map((edge) => edge.from);
    expect(offenders).toEqual([]);
  });

  it('keeps the GPL synthesizer inside its own package', () => {
    const offenders = edges
      .filter((edge) => edge.to === '@echogarden/espeak-ng-emscripten' && !edge.from.startsWith('packages/engine-espeak/'))
      .map((edge) => edge.from);
    expect(offenders).toEqual([]);
  });

  it('lets no engine entry import another', () => {
    const entryOf = (file: string): string | undefined => /^main\/engines\/entries\/([^/]+)\//.exec(file)?.[1];
    const offenders = edges.filter(
      (edge) => edge.own && entryOf(edge.from) !== undefined && entryOf(edge.to) !== undefined && entryOf(edge.from) !== entryOf(edge.to),
    );
    expect(offenders).toEqual([]);
  });

  it('keeps React out of main and Node out of the window', () => {
    expect(edges.filter((edge) => edge.from.startsWith('main/') && /^(react|@mantine)/.test(edge.to))).toEqual([]);
    expect(edges.filter((edge) => edge.from.startsWith('renderer/') && edge.to.startsWith('node:'))).toEqual([]);
  });

  it('catches a breach of the rule', () => {
    expect(violation({ from: 'main/outlet/child/fan-out.ts', to: 'main/engines/hosting/x.ts', own: true })).toBeDefined();
    expect(violation({ from: 'renderer/studio/app.tsx', to: 'main/app/create-studio.ts', own: true })).toBeDefined();
    expect(violation({ from: 'main/outlet/child/fan-out.ts', to: 'main/outlet/child/flv-parser.ts', own: true })).toBeUndefined();
  });
});
