/** The first bytes of the memory, which are the kernel's own: room for a few numbers, and constants. `prepare` puts them there. */

/** Sixteen bytes for the rows that are too steep for vectors: columns, rows. */
export const scratch: usize = 64;

/** Numbers that vectors need again and again: read from memory they cost less than made anew. */
export const highs: usize = 128;
export const ones: usize = 144;
export const rounds: usize = 160;
export const pairs: usize = 176;

/** Numbers of the formulas below, four bytes each. */
export const bytesMask: usize = 192;
export const indexMask: usize = 208;
/** 2^23: added to a small number it leaves the nearest whole one in the lowest bits. */
export const shifts: usize = 224;
export const n1: usize = 228;
export const n0_5: usize = 232;
export const n3: usize = 236;
export const n0_62: usize = 240;
export const n0_38: usize = 244;
export const n5: usize = 248;
export const n0_3: usize = 252;
export const n9: usize = 256;
export const n1_9: usize = 260;
export const n0_9: usize = 264;
export const n0_72: usize = 268;
export const n0_28: usize = 272;
export const n0_78: usize = 276;
export const n0_105: usize = 280;
export const n0_07: usize = 284;
export const n0_012: usize = 288;
export const n0_82: usize = 292;
export const n4: usize = 296;
export const n0_2: usize = 300;
export const n0_6: usize = 304;
export const n0_66: usize = 308;
export const n0_34: usize = 312;
export const n6: usize = 316;
export const n0_11: usize = 320;
export const n0_86: usize = 324;
export const n1_6: usize = 328;
export const n0_25: usize = 332;
export const n0_985: usize = 336;
export const n0_05: usize = 340;
export const n0_4: usize = 344;
export const n0_85: usize = 348;

/** To be called once. */
export function prepare(): void {
  v128.store(highs, i16x8.splat(-32768));
  v128.store(ones, i16x8.splat(1));
  v128.store(rounds, i16x8.splat(64));
  v128.store(pairs, i16x8(-32768, -32767, -32768, -32767, -32768, -32767, -32768, -32767));
  v128.store(bytesMask, i32x4.splat(255));
  v128.store(indexMask, i32x4.splat(0x7fffff));
  store<f32>(shifts, 8388608);
  store<f32>(n1, 1);
  store<f32>(n0_5, 0.5);
  store<f32>(n3, 3);
  store<f32>(n0_62, 0.62);
  store<f32>(n0_38, 0.38);
  store<f32>(n5, 5);
  store<f32>(n0_3, 0.3);
  store<f32>(n9, 9);
  store<f32>(n1_9, 1.9);
  store<f32>(n0_9, 0.9);
  store<f32>(n0_72, 0.72);
  store<f32>(n0_28, 0.28);
  store<f32>(n0_78, 0.78);
  store<f32>(n0_105, 0.105);
  store<f32>(n0_07, 0.07);
  store<f32>(n0_012, 0.012);
  store<f32>(n0_82, 0.82);
  store<f32>(n4, 4);
  store<f32>(n0_2, 0.2);
  store<f32>(n0_6, 0.6);
  store<f32>(n0_66, 0.66);
  store<f32>(n0_34, 0.34);
  store<f32>(n6, 6);
  store<f32>(n0_11, 0.11);
  store<f32>(n0_86, 0.86);
  store<f32>(n1_6, 1.6);
  store<f32>(n0_25, 0.25);
  store<f32>(n0_985, 0.985);
  store<f32>(n0_05, 0.05);
  store<f32>(n0_4, 0.4);
  store<f32>(n0_85, 0.85);
}
