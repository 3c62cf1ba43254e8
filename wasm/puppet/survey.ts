/** A coarse map of each bitmap, made once: what a run of pixels that is looked up from a cell on can meet. Most of a bitmap is nothing or wholly opaque. */

/** Side of a cell of the map, in pixels of the bitmap. */
export const cell = 4;
/** From a 16.16 number to its cell. */
export const cellShift = 18;
/** Pixels that are classed together: so few that they cannot leap out of their cell's window. */
export const run = 8;

/** Empty columns left and right of each bitmap: a run that touches what is drawn lies inside, but for the first and the last rows. */
export const pad = 12;

/** The window of a cell: what a run that begins in it can reach, the pixels that are mixed in included. Up and down it goes less far. */
const reachRight = 10;
const reachUp = 3;
const reachDown = 4;
/** 16.16 steps from a pixel to the next within which that holds: seven steps of them and one pixel more stay in the window. To the left there is none. */
export const longestRight = 84000;
export const longestDown = 28000;

/** What the map says of a window: nothing in it, something, or no pixel that is not opaque. `some` is a bit of `opaque` too. */
export const nothing = 0;
export const some = 1;
export const opaque = 3;

/** Writes the map of a bitmap, a byte a cell. `width` with the empty columns. */
export function survey(source: usize, width: i32, height: i32, map: usize): void {
  const columns = (width + cell - 1) / cell;
  const rows = (height + cell - 1) / cell;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let any: u32 = 0;
      let all: u32 = 0xff000000;
      const top = row * cell - reachUp;
      const left = column * cell;
      const bottom = (row + 1) * cell + reachDown;
      const right = (column + 1) * cell + reachRight;
      if (top < 0 || bottom > height || right > width) all = 0;
      for (let y = top > 0 ? top : 0; y < bottom && y < height; y++) {
        for (let x = left; x < right && x < width; x++) {
          const pixel = load<u32>(source + (<usize>(y * width + x) << 2));
          any |= pixel;
          all &= pixel;
        }
      }
      store<u8>(map + <usize>(row * columns + column), all >= 0xff000000 ? opaque : any != 0 ? some : nothing);
    }
  }
}
