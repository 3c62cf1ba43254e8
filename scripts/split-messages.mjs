// node /tmp/split-messages.mjs <messages.ts> <renderer/studio/i18n>: adds every key of a messages.ts to en/<feature>.ts and zh-CN/<feature>.ts that is not there yet.
import { existsSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
const [source, dir] = process.argv.slice(2);
const text = readFileSync(source, 'utf8');
const body = text.slice(text.indexOf('export const messages = ') + 'export const messages = '.length, text.indexOf('} as const satisfies') + 1);
const messages = eval(`(${body})`);
const features = { composer: 'conversation', turn: 'conversation', problem: 'app' };
const heads = { app: 'The frame of the window, and what is said when the studio cannot be reached.' };
const q = (s) => (s.includes("'") ? JSON.stringify(s) : `'${s.replaceAll('\\', '\\\\')}'`);
const camel = (s) => s.replace(/-(\w)/g, (_, c) => c.toUpperCase());
for (const [key, { en, zh }] of Object.entries(messages)) {
  const first = key.split('.')[0];
  const feature = features[first] ?? first;
  for (const [lang, words] of [['en', en], ['zh-CN', zh]]) {
    const file = join(dir, lang, `${feature}.ts`);
    mkdirSync(join(dir, lang), { recursive: true });
    if (!existsSync(file))
      writeFileSync(file, lang === 'en'
        ? `/** ${heads[feature] ?? `Words of: ${feature}.`} */\nexport const ${camel(feature)} = {\n} as const;\n`
        : `import type { ${camel(feature)} as english } from '../en/${feature}.ts';\n\nexport const ${camel(feature)}: Readonly<Record<keyof typeof english, string>> = {\n};\n`);
    const now = readFileSync(file, 'utf8');
    if (now.includes(`${q(key)}:`)) continue;
    const end = now.lastIndexOf('\n}');
    writeFileSync(file, `${now.slice(0, end)}\n  ${q(key)}: ${q(words)},${now.slice(end)}`);
    console.log('added', lang, feature, key);
  }
}
