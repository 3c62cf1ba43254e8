/** The head grid: where each of its nodes looks in the still picture, from fields that are summed up. */

export function bend(fields: usize, amounts: usize, fieldCount: i32, rest: usize, nodes: usize, numbers: i32, mostX: i32, mostY: i32): void {
  const most = i32x4(mostX, mostY, mostX, mostY);
  const none = i32x4.splat(0);
  const bytes = <usize>(numbers << 2);
  for (let at: usize = 0; at < bytes; at += 16) {
    let sum = f32x4.splat(0);
    let field = fields + at;
    for (let f = 0; f < fieldCount; f++, field += bytes)
      sum = f32x4.add(sum, f32x4.mul(v128.load(field), v128.load32_splat(amounts + <usize>(f << 2))));
    const moved = i32x4.sub(v128.load(rest + at), i32x4.trunc_sat_f32x4_s(f32x4.mul(sum, f32x4.splat(65536))));
    v128.store(nodes + at, i32x4.max_s(none, i32x4.min_s(most, moved)));
  }
}
