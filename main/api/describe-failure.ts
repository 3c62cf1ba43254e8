/** Puts what went wrong into words for the caller, in both languages, and never more than they may see. */
import { ORPCError, ValidationError } from '@orpc/server';
import { LayerError } from '../contract/failure.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { Permission } from '../access/permissions.ts';
import { leastRoleFor } from '../access/roles.ts';
import type { Role } from '../access/roles.ts';

const roleNames: Readonly<Record<Role, UserMessage>> = {
  viewer: { en: 'viewer', zh: '观众' },
  operator: { en: 'operator', zh: '操作员' },
  producer: { en: 'producer', zh: '制作人' },
  owner: { en: 'owner', zh: '所有者' },
};

export function describeForbidden(permission: Permission, role: Role): UserMessage {
  const [needed, held] = [roleNames[leastRoleFor(permission)], roleNames[role]];
  return {
    en: `Your role (${held.en}) may not do this; the show goes on unchanged. Ask someone with the role ${needed.en} or above.`,
    zh: `您的角色（${held.zh}）没有这项权限，直播不受影响。请让“${needed.zh}”或以上角色的人来操作。`,
  };
}

/** The first thing that does not fit, or null when the error is not about the input. */
export function describeInvalidInput(error: unknown): { readonly message: UserMessage; readonly field: string } | null {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST' || !(error.cause instanceof ValidationError)) return null;
  const issue = error.cause.issues[0];
  const field = (issue?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  const what = issue?.message ?? 'unknown';
  return {
    field,
    message: {
      en: `${field === '' ? 'The input' : `"${field}"`} does not fit (${what}). Nothing was done; correct it and send it again.`,
      zh: `${field === '' ? '输入内容' : `“${field}”`}不符合要求（${what}）。没有执行任何操作，请改正后重新发送。`,
    },
  };
}

/** A layer may bring its own sentence, as `userMessage` or in `detail.words`; else a plain one is made from the error's text. */
export function describeFailure(error: unknown): { readonly message: UserMessage; readonly reason: string } {
  if (error instanceof LayerError) {
    const own = 'userMessage' in error ? userMessageOf(error.userMessage) : null;
    return { reason: String(error.code), message: own ?? userMessageOf(error.detail?.['words']) ?? plain(error.message) };
  }
  return {
    reason: 'internal',
    message: {
      en: 'The studio could not do this because of a fault of its own; what was running goes on. Try again, and look into the log if it comes back.',
      zh: '由于内部故障，演播室没能完成这项操作，正在运行的内容不受影响。请重试；若再次出现，请查看日志。',
    },
  };
}

export function describeTooSlow(): UserMessage {
  return {
    en: 'Events came faster than they were read, so this subscription ended. The show goes on; subscribe again and take a fresh snapshot.',
    zh: '事件到达的速度超过了读取速度，本次订阅已结束。直播照常进行，请重新订阅并获取最新快照。',
  };
}

function plain(what: string): UserMessage {
  return {
    en: `This did not work: ${what}. What was running goes on; you can try again.`,
    zh: `操作没有成功：${what}。正在运行的内容不受影响，可以重试。`,
  };
}

function userMessageOf(value: unknown): UserMessage | null {
  if (typeof value !== 'object' || value === null || !('en' in value) || !('zh' in value)) return null;
  return typeof value.en === 'string' && typeof value.zh === 'string' ? { en: value.en, zh: value.zh } : null;
}
