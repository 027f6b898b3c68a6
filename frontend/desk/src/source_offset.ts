/**
 * Positions in the source text, counted as the server counts them: in characters, not UTF-16
 * units, so that a rare Chinese character outside the basic plane does not shift what follows.
 *
 * A block of source is an element with `data-start`, the position of its first character; its
 * text is exactly that slice of the source.
 */
export function offsetIn(node: Node, offset: number): number | null {
  const holder = node instanceof Element ? node : node.parentElement;
  const block = holder?.closest<HTMLElement>("[data-start]");
  if (!block) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  return Number(block.dataset.start) + charactersIn(before.toString());
}

export function charactersIn(text: string): number {
  return Array.from(text).length;
}
