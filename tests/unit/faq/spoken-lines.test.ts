/** Lines as viewers really write them, greeting and small words included, against the shipped tea shop. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createComposer } from '../../../main/engines/knowledge/compose-answer.ts';
import { loadKnowledge } from '../../../main/engines/knowledge/load-knowledge.ts';

const knowledge = await loadKnowledge(path.resolve(import.meta.dirname, '../../../resources/knowledge/tea-shop.yaml'));

function sourceOf(line: string): string {
  const composer = createComposer(knowledge);
  const { source, sourceId } = composer.answer(line, composer.newMemory());
  return sourceId ?? source;
}

describe('spoken lines', () => {
  it.each([
    ['Hi! What are you selling today?', 'sourceOfProducts'],
    ['hello, what do you sell?', 'sourceOfProducts'],
    ['你好，你们今天卖什么？', 'sourceOfProducts'],
    ['你好，今天有什么优惠？', 'discount'],
    ['主播你好，有优惠吗', 'discount'],
    ['今天有优惠吗？', 'discount'],
    ['Hey there, any discount today?', 'discount'],
    ['Good evening! Is there a coupon?', 'discount'],
  ])('%s', (line, expected) => {
    const wanted = expected === 'sourceOfProducts' ? sourceOf('what do you sell') : expected;
    expect(wanted).not.toBe('unknown');
    expect(sourceOf(line)).toBe(wanted);
  });

  it.each(['Hi there!', '你好', '主播晚上好呀', 'hello everyone'])('%s is a greeting and nothing more', (line) => {
    expect(sourceOf(line)).toBe('persona-greeting');
  });

  it.each(['What is the capital of Mongolia?', 'Hello, what is the capital of Mongolia?', '你好，蒙古的首都是哪里？'])(
    '%s: not known',
    (line) => {
      expect(sourceOf(line)).toBe('unknown');
    },
  );
});
