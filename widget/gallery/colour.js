// Colours as browsers compute them, how far two stand apart, and how one is moved until it can be read.

const pencil = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

/* Red, green and blue from 0 to 1, of anything that CSS takes for a colour and that stands for itself. */
export const rgb = (colour) => {
  pencil.clearRect(0, 0, 1, 1);
  pencil.fillStyle = colour;
  pencil.fillRect(0, 0, 1, 1);
  return [...pencil.getImageData(0, 0, 1, 1).data].slice(0, 3).map((it) => it / 255);
};

export const isColour = (text) => CSS.supports("color", text) && !/var\(|currentcolor|inherit|initial|unset|revert/i.test(text);

export const hex = (parts) =>
  `#${parts.map((it) => Math.round(Math.min(1, Math.max(0, it)) * 255).toString(16).padStart(2, "0")).join("")}`;

const linear = (it) => (it > 0.04045 ? ((it + 0.055) / 1.055) ** 2.4 : it / 12.92);

const luminance = (parts) => {
  const [red, green, blue] = parts.map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/* The contrast ratio of WCAG 2. */
export const contrast = (one, two) => {
  const [dark, light] = [luminance(one), luminance(two)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

export const oklch = (parts) => {
  const [red, green, blue] = parts.map(linear);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const lightness = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short;
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return [lightness, Math.hypot(a, b), ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360];
};

const unclamped = ([lightness, chroma, hue]) => {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
};

/* The nearest colour of this lightness and hue that a screen can show. */
const shown = ([lightness, chroma, hue]) => {
  for (let tone = chroma; ; tone -= 0.004) {
    const parts = unclamped([lightness, Math.max(0, tone), hue]);
    if (tone <= 0 || parts.every((it) => it > -0.0005 && it < 1.0005)) return [lightness, Math.max(0, tone), hue];
  }
};

const written = ([lightness, chroma, hue]) => {
  const round = (it, digits) => Number(it.toFixed(digits));
  return `oklch(${round(lightness, 3)} ${round(chroma, 3)} ${round(hue, 1)})`;
};

/* The same colour, lighter or darker by this much. */
export const shifted = (parts, by) => {
  const [lightness, chroma, hue] = oklch(parts);
  return written(shown([Math.min(1, Math.max(0, lightness + by)), chroma, hue]));
};

/* The colour with its lightness moved as little as it takes to stand out from all of these; its hue stays. Nothing where
   no lightness does. */
export const mended = (parts, demands) => {
  const [from, chroma, hue] = oklch(parts);
  for (let step = 0; step <= 1000; step += 1) {
    for (const lightness of [from - step / 1000, from + step / 1000]) {
      if (lightness < 0 || lightness > 1) continue;
      const colour = written(shown([lightness, chroma, hue]));
      const found = rgb(colour);
      if (demands.every(([ground, least]) => contrast(found, ground) >= least)) return colour;
    }
  }
  return undefined;
};

