/** Irises that turn: pixels of the eye moved by pulls of their own. */
import { shifts } from './constants';
import { bilinear, gather, index, number, put, whole } from './floats';

/** Irises: pixels moved by their pulls, three times four numbers for each four; what lies where is taken from `from`. */
// @ts-ignore: decorator
@inline
function gaze(count: i32, at: usize, xs: usize, ys: usize, pulls: usize, byX: f32, byY: f32, from: usize, to: usize, stride: i32, channels: i32): void {
  const dx = f32x4.splat(byX);
  const dy = f32x4.splat(byY);
  for (let n: usize = 0; n < <usize>(count << 2); n += 16) {
    const aside = f32x4.mul(dx, v128.load(pulls + n * 3));
    const down = f32x4.add(f32x4.mul(dy, v128.load(pulls + n * 3 + 16)), f32x4.mul(dx, v128.load(pulls + n * 3 + 32)));
    const px = f32x4.sub(v128.load(xs + n), aside);
    const py = f32x4.sub(v128.load(ys + n), down);
    const wholeX = whole(px);
    const wholeY = whole(py);
    const fx = f32x4.sub(px, f32x4.sub(wholeX, number(shifts)));
    const fy = f32x4.sub(py, f32x4.sub(wholeY, number(shifts)));
    const ix = index(wholeX);
    const iy = index(wholeY);
    const place = i32x4.add(i32x4.mul(iy, i32x4.splat(stride)), channels == 2 ? i32x4.shl(ix, 1) : ix);
    const upper = gather(place, from, channels);
    const lower = gather(place, from + <usize>stride, channels);
    const value = bilinear(upper, lower, 0, channels == 2 ? 16 : 8, fx, fy);
    put(to + <usize>load<i32>(at + (n >> 2)), value, channels == 2 ? bilinear(upper, lower, 8, 24, fx, fy) : value, channels);
  }
}
export function gazeLight(count: i32, at: usize, xs: usize, ys: usize, pulls: usize, byX: f32, byY: f32, from: usize, to: usize, stride: i32): void {
  gaze(count, at, xs, ys, pulls, byX, byY, from, to, stride, 1);
}
export function gazeColour(count: i32, at: usize, xs: usize, ys: usize, pulls: usize, byX: f32, byY: f32, from: usize, to: usize, stride: i32): void {
  gaze(count, at, xs, ys, pulls, byX, byY, from, to, stride, 2);
}
