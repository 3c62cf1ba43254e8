import type { conversation as english } from '../en/conversation.ts';

export const conversation: Readonly<Record<keyof typeof english, string>> = {
  'conversation.title': '对话',
  'conversation.count': '{n} 条',
  'conversation.empty.title': '还没有对话',
  'conversation.empty.off': '开播后在下方输入一句话，主播会开口回答。',
  'conversation.empty.on': '在下方输入一句话，主播会开口回答。',
  'conversation.list': '对话列表，最新的在最后',
  'composer.author': '提问者名称',
  'composer.author.default': '主持人',
  'composer.line': '给主播的一句话',
  'composer.placeholder': '向主播提问…',
  'composer.send': '发送',
  'composer.hint': '回车发送',
  'turn.state.queued': '排队中',
  'turn.state.thinking': '思考中',
  'turn.state.waiting': '等待节目恢复',
  'turn.state.speaking': '正在说',
  'turn.state.ended': '已说完',
  'turn.state.cancelled': '已取消',
  'turn.state.failed': '失败',
  'turn.state.refused': '已拒绝',
};
