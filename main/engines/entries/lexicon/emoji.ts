/** What emoji and kaomoji feel like, in any language. Own list. */
import type { Emotion } from '../../../contract/speech.ts';

export const emojiFeelings: readonly (readonly [Emotion, number, string])[] = [
  ['happy', 0.8, '😍 🥰 😂 🤣 🥳 🎉 🎊 💖 💕 ❤ 😘 🤩 💗 💝'],
  ['happy', 0.55, '😀 😃 😄 😁 😆 😊 🙂 😉 😋 👍 👏 🙌 🌹 🌸 🎁 🎂 💪 ✨ 😎 🤗 🙏 👋 ☺ 🔥 :) :-) :D ^_^ ^^ xD'],
  ['relaxed', 0.6, '😌 🍵 ☕ 🌿 🌙 😴 🧘 🛀 🌊 🍃'],
  ['sad', 0.75, '😭 😢 💔 😿 😞 😔 🥺 ☹ 🙁 😥 😓 😩 😪 🥀 :( :-( T_T QAQ'],
  ['angry', 0.8, '😡 😠 🤬 👿 💢 😤 🖕 👎'],
  ['surprised', 0.75, '😮 😲 😱 🤯 😯 😳 🙀 ❗ ‼ ⁉ 👀 :O'],
];
