import type { queue as english } from '../en/queue.ts';

export const queue: Readonly<Record<keyof typeof english, string>> = {
  'queue.label': '正在回答和排队中的内容',
  'queue.title': '回答队列（{n}）',
  'queue.pin': '优先回答',
  'queue.unpin': '取消优先',
  'queue.skip': '跳过：停止说这条，继续下一条',
  'queue.cancel': '取消这条',
};
