/** A part of a canvas, in its pixels. */
export type Box = { left: number; top: number; right: number; bottom: number };

export function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}
