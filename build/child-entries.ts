/** Every process that the studio starts: its name, and the file that it is built of. The one list, for the build and for the tests' set-up. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Name to whole path; a part that is not in this checkout is left out. */
export function childEntries(root: string): Readonly<Record<string, string>> {
  const engines = join(root, 'main/engines/entries');
  const files = {
    ...Object.fromEntries(
      (existsSync(engines) ? readdirSync(engines) : []).map((name) => [`engine-${name}`, join(engines, name, 'index.ts')]),
    ),
    'engine-espeak': join(root, 'packages/engine-espeak/src/index.ts'),
    programme: join(root, 'main/programme/child/index.ts'),
    outlet: join(root, 'main/outlet/child/index.ts'),
    'media-server': join(root, 'main/media-server/child/index.ts'),
    finaliser: join(root, 'main/recording/child/index.ts'),
    'face-finder': join(root, 'main/portraits/child/index.ts'),
    'slate-artist': join(root, 'main/slates/child/index.ts'),
    knowledge: join(root, 'main/knowledge/child/index.ts'),
    'voice-gate': join(root, 'main/hearing/child/index.ts'),
    'test-child': join(root, 'tests/fixtures/test-child.ts'),
  };
  return Object.fromEntries(Object.entries(files).filter(([, file]) => existsSync(file)));
}
