/** The colours of the style sheets (`--name`), for what is drawn on a canvas. */
export type Palette = (name: string) => string;

export function paletteOf(element: Element): Palette {
  const styles = getComputedStyle(element);
  const known = new Map<string, string>();
  return (name) => {
    const colour = known.get(name) ?? styles.getPropertyValue(`--${name}`).trim();
    known.set(name, colour);
    return colour;
  };
}
