/** What the user reads when an endpoint does not do its part: what happened and what to do. What still works is said by whoever shows it. */
import type { UserMessage } from '../../contract/failure.ts';

export interface Circumstances {
  /** 'api.example.com', '127.0.0.1:11434'. */
  readonly host: string;
  readonly model: string;
  /** Whether a key was sent. */
  readonly key: 'given' | 'none';
  readonly status?: number;
  readonly seconds?: number;
  /** The system's word for what went wrong, or a content type. */
  readonly what?: string;
  /** Models that the server has. */
  readonly listed?: readonly string[];
}

export const failureReasons = [
  'unreachable',
  'connect-timeout',
  'certificate',
  'not-http',
  'first-token-timeout',
  'thinking-timeout',
  'gap-timeout',
  'answer-timeout',
  'key-refused',
  'model-not-found',
  'endpoint-not-found',
  'quota',
  'rate-limited',
  'server-error',
  'request-refused',
  'context-too-long',
  'content-refused',
  'redirect',
  'web-page',
  'not-a-stream',
  'not-a-model-list',
  'not-a-transcript',
  'cut-off',
  'broken-stream',
  'endless',
] as const;
export type FailureReason = (typeof failureReasons)[number];

export const words: Readonly<Record<FailureReason, (at: Circumstances) => UserMessage>> = {
  unreachable: ({ host, what }) => ({
    en: `${host} cannot be reached (${what ?? 'no connection'}). Check that the server is running and that the address is right.`,
    zh: `无法连接 ${host}（${what ?? '无连接'}）。请检查服务器是否在运行、地址是否正确。`,
  }),
  'connect-timeout': ({ host, seconds }) => ({
    en: `${host} did not take the connection within ${seconds ?? 0} s. Check the address, the network and the firewall.`,
    zh: `${host} 在 ${seconds ?? 0} 秒内没有接受连接。请检查地址、网络和防火墙。`,
  }),
  certificate: ({ host, what }) => ({
    en: `The certificate of ${host} is not trusted (${what ?? 'unknown'}). Check the address; a server in your own network may need http:// instead.`,
    zh: `${host} 的证书不受信任（${what ?? '未知'}）。请检查地址；自己网络中的服务器可能应使用 http://。`,
  }),
  'not-http': ({ host, what }) => ({
    en: `What answers at ${host} does not speak this protocol (${what ?? 'unknown'}). Check the port, and whether it should be http:// or https://.`,
    zh: `${host} 的应答不符合协议（${what ?? '未知'}）。请检查端口，以及应使用 http:// 还是 https://。`,
  }),
  'first-token-timeout': ({ host, seconds }) => ({
    en: `${host} took the request and then gave nothing for ${seconds ?? 0} s. The model may still be loading, or be too slow for a live show; try again or choose a smaller one.`,
    zh: `${host} 收到请求后 ${seconds ?? 0} 秒没有任何输出。模型可能仍在加载，或对直播来说太慢；请重试或换用较小的模型。`,
  }),
  'thinking-timeout': ({ host, model, seconds }) => ({
    en: `“${model}” on ${host} was still thinking after ${seconds ?? 0} s, and viewers wait no longer for a word. Turn its thinking off, or choose a faster model.`,
    zh: `${host} 上的“${model}”思考了 ${seconds ?? 0} 秒仍没有开口，观众不会等得更久。请关闭其思考模式，或换用更快的模型。`,
  }),
  'gap-timeout': ({ host, seconds }) => ({
    en: `${host} fell silent in mid-answer for ${seconds ?? 0} s, so the answer was ended there. If this happens again, check the load of the server.`,
    zh: `${host} 在回答途中静默了 ${seconds ?? 0} 秒，该回答就此结束。如果再次发生，请检查服务器负载。`,
  }),
  'answer-timeout': ({ host, seconds }) => ({
    en: `${host} was still not done after ${seconds ?? 0} s, so the answer was ended there. Lower the token limit or choose a faster model.`,
    zh: `${host} 在 ${seconds ?? 0} 秒后仍未答完，该回答就此结束。请调低 token 上限或换用更快的模型。`,
  }),
  'key-refused': ({ host, key, status }) =>
    key === 'given'
      ? {
          en: `${host} refuses the key (${status ?? 401}). Enter a key that is valid and allowed to use this model.`,
          zh: `${host} 拒绝了密钥（${status ?? 401}）。请填写有效且有权使用该模型的密钥。`,
        }
      : {
          en: `${host} wants a key and none is set (${status ?? 401}). Enter the key of your account there.`,
          zh: `${host} 需要密钥，但尚未设置（${status ?? 401}）。请填写你在该服务的密钥。`,
        },
  'model-not-found': ({ host, model, listed = [] }) => ({
    en: `${host} does not have the model “${model}”.${listed.length > 0 ? ` It has: ${listed.join(', ')}.` : ''} Correct the name, or install the model on the server.`,
    zh: `${host} 没有模型“${model}”。${listed.length > 0 ? `可用模型：${listed.join('、')}。` : ''}请更正名称，或在服务器上安装该模型。`,
  }),
  'endpoint-not-found': ({ host }) => ({
    en: `${host} is there, but not with an OpenAI-compatible interface at this path (404). Check the end of the base address; it is often /v1.`,
    zh: `${host} 可以访问，但该路径下没有 OpenAI 兼容接口（404）。请检查基础地址的结尾，通常是 /v1。`,
  }),
  quota: ({ host, status }) => ({
    en: `The account at ${host} has no credit left (${status ?? 429}). Top it up, or choose another engine.`,
    zh: `${host} 上的账户额度已用完（${status ?? 429}）。请充值或换用其他引擎。`,
  }),
  'rate-limited': ({ host, seconds }) => ({
    en: `${host} takes no more requests for now (429)${seconds === undefined ? '' : ` and asks to wait ${seconds} s`}. Ask less often, raise the limit of the account, or choose another engine.`,
    zh: `${host} 暂时不再接受请求（429）${seconds === undefined ? '' : `，要求等待 ${seconds} 秒`}。请降低频率、提高账户限额或换用其他引擎。`,
  }),
  'server-error': ({ host, status }) => ({
    en: `${host} failed on its side${status === undefined ? '' : ` (${status})`}. Try again in a moment; if it stays so, look at the server.`,
    zh: `${host} 服务端出错${status === undefined ? '' : `（${status}）`}。请稍后重试；若持续出现，请检查服务器。`,
  }),
  'request-refused': ({ host, status }) => ({
    en: `${host} does not accept the request (${status ?? 400}). Check model and settings.`,
    zh: `${host} 不接受该请求（${status ?? 400}）。请检查模型与设置。`,
  }),
  'context-too-long': ({ host, model }) => ({
    en: `Persona, history and question are longer than “${model}” on ${host} can take. Shorten the persona, or give the model a larger context.`,
    zh: `人设、历史与问题的总长超出了 ${host} 上“${model}”的上下文。请缩短人设，或为模型设置更大的上下文。`,
  }),
  'content-refused': ({ host }) => ({
    en: `The content filter of ${host} does not let this question through. Nothing is wrong with the model; the next question is answered as usual.`,
    zh: `${host} 的内容审核没有放行这个问题。模型本身没有问题，下一个问题会照常回答。`,
  }),
  redirect: ({ host, status }) => ({
    en: `${host} sends us on to another address (${status ?? 302}), and the key must not go along. Enter the final address itself.`,
    zh: `${host} 要求跳转到其他地址（${status ?? 302}），密钥不能随之转发。请直接填写最终地址。`,
  }),
  'web-page': ({ host }) => ({
    en: `${host} answers with a web page instead of data. The base address is probably that of a website or a login page; check its path.`,
    zh: `${host} 返回的是网页而不是数据。基础地址可能指向了网站或登录页，请检查路径。`,
  }),
  'not-a-stream': ({ host, what }) => ({
    en: `${host} does not stream its answer (it sent ${what ?? 'something else'}). Use an OpenAI-compatible server that supports streaming.`,
    zh: `${host} 没有以流的方式返回回答（返回了 ${what ?? '其他内容'}）。请使用支持流式输出的 OpenAI 兼容服务器。`,
  }),
  'not-a-model-list': ({ host, what }) => ({
    en: `${host} answers the question for its models with something else (${what ?? 'unknown'}). Check the base address.`,
    zh: `${host} 对模型列表的请求返回了其他内容（${what ?? '未知'}）。请检查基础地址。`,
  }),
  'not-a-transcript': ({ host, what }) => ({
    en: `${host} answers a recording with something that is no transcript (${what ?? 'unknown'}). Check that the server and its model are made for speech recognition.`,
    zh: `${host} 对录音返回的不是听写结果（${what ?? '未知'}）。请确认该服务器和模型支持语音识别。`,
  }),
  'cut-off': ({ host }) => ({
    en: `The connection to ${host} broke before the answer was complete. What was said stands; the next question is asked anew.`,
    zh: `与 ${host} 的连接在回答完成前中断。已说出的内容不变，下一个问题会重新发起请求。`,
  }),
  'broken-stream': ({ host }) => ({
    en: `${host} sent an answer that cannot be read. Check that it is an OpenAI-compatible server and nothing stands in between that changes the data.`,
    zh: `${host} 发来的回答无法解析。请确认它是 OpenAI 兼容服务器，且中间没有改写数据的环节。`,
  }),
  endless: ({ host, model }) => ({
    en: `“${model}” on ${host} thought past its limit without a word to say. Raise the token limit or turn its thinking off.`,
    zh: `${host} 上的“${model}”思考超出上限仍没有给出回答。请提高 token 上限或关闭其思考模式。`,
  }),
};
