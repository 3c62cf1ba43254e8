import { describe, expect, it } from 'vitest';
import { findEngine } from '../../../main/engines/catalog/engine-catalog.ts';
import { EngineError } from '../../../main/engines/contract/engine-error.ts';
import { engineMessages } from '../../../main/engines/hosting/messages.ts';

const faq = findEngine('faq');

describe('the words for a load that failed', () => {
  it("take the engine's own sentence in each language", () => {
    if (!faq) throw new Error('there is no faq engine');
    const words = { en: 'The file cannot be read.', zh: '无法读取文件。' };
    const message = engineMessages.loadFailed(faq, new EngineError('bad-file', 'ENOENT x', { detail: { words } }));
    expect(message.en).toContain(words.en);
    expect(message.zh).toContain(words.zh);
    expect(message.zh).not.toContain(words.en);
  });

  it('fall back to the plain message when there is none', () => {
    if (!faq) throw new Error('there is no faq engine');
    const message = engineMessages.loadFailed(faq, new EngineError('bad-file', 'ENOENT x'));
    expect(message.en).toContain('ENOENT x');
    expect(message.zh).toContain('ENOENT x');
  });
});
