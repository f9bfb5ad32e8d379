/** Frame by frame: what a person waits for stands on the screen first, and the rest comes when it has been painted. */

/** A page in the background paints nothing, and its work must be done all the same (ms). */
const NO_FRAME_MS = 200;

/** Resolves once what stands on the page now has been painted. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, NO_FRAME_MS);
  });
}
