/** Tells only when it changes whether a connection is held up: the watch looks twice a second. */
export function createHeldUpNote(tell: ((heldUp: boolean) => void) | undefined): (heldUp: boolean) => void {
  let told = false;
  return (heldUp) => {
    if (heldUp === told) return;
    told = heldUp;
    tell?.(heldUp);
  };
}
