/** Of a character, in pixels. */
const WIDTH = 8.4;
const HEIGHT = 19;
const COLUMNS = 80;
const MARGIN = 16;

const ESCAPE = '\u001b';

/** Select graphic rendition (ECMA-48, 8.3.117). */
const SEQUENCE = new RegExp(`${ESCAPE}\\[([\\d;]*)m`);

/**
 * Which class each SGR parameter of vk's palette sets, and which it ends.
 *
 * @type {ReadonlyMap<string, { set?: string, end?: readonly string[] }>}
 */
const STYLES = new Map([
  ['1', { set: 'bold' }],
  ['2', { set: 'dim' }],
  ['22', { end: ['bold', 'dim'] }],
  ['31', { set: 'red' }],
  ['32', { set: 'green' }],
  ['33', { set: 'yellow' }],
  ['35', { set: 'magenta' }],
  ['36', { set: 'cyan' }],
  ['39', { end: ['red', 'green', 'yellow', 'magenta', 'cyan'] }],
]);

/**
 * Draws what a terminal shows. Each line is stretched to its number of columns, so that columns are right
 * in any font. A control sequence that is not in the palette is an error.
 *
 * @param {string} text with SGR sequences, a line a row, at most 80 columns
 * @param {string} title for who cannot see it
 */
export function ansiToSvg(text, title) {
  const rows = text.trimEnd().split('\n');
  const width = Math.ceil(COLUMNS * WIDTH + 2 * MARGIN);
  const height = rows.length * HEIGHT + 2 * MARGIN;
  /** @type {Set<string>} */
  const styles = new Set();
  const lines = rows.map((row, index) => drawRow(row, MARGIN + (index + 0.75) * HEIGHT, styles));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escape(title)}</title>
<style>
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #d7dae0; white-space: pre }
.bold { font-weight: bold; fill: #ffffff }
.dim { fill: #8b93a1 }
.red { fill: #f47067 }
.green { fill: #6bc46d }
.yellow { fill: #daaa3f }
.magenta { fill: #dcbdfb }
.cyan { fill: #76d9e6 }
</style>
<rect width="100%" height="100%" rx="8" fill="#1c2128"/>
${lines.filter((line) => line !== '').join('\n')}
</svg>
`;
}

/**
 * @param {string} row
 * @param {number} y
 * @param {Set<string>} styles what is set; it goes on in the next row
 */
function drawRow(row, y, styles) {
  let columns = 0;
  // Of the parts, each second one is the parameter of a sequence.
  const spans = row.split(SEQUENCE).map((part, index) => {
    if (index % 2 === 1) {
      setStyle(part, styles);
      return '';
    }
    if (/[^ -~\u00a0-\uffff]/.test(part)) {
      throw new Error(`cannot draw ${JSON.stringify(part)}`);
    }
    columns += part.length;
    const names = [...styles].join(' ');
    return names === '' || part === ''
      ? escape(part)
      : `<tspan class="${names}">${escape(part)}</tspan>`;
  });
  if (columns > COLUMNS) {
    throw new Error(`a row has ${columns} columns: ${row}`);
  }
  const length = (columns * WIDTH).toFixed(1);
  return columns === 0
    ? ''
    : `<text x="${MARGIN}" y="${y}" textLength="${length}" xml:space="preserve">${spans.join('')}</text>`;
}

/**
 * @param {string} parameter
 * @param {Set<string>} styles
 */
function setStyle(parameter, styles) {
  const style = STYLES.get(parameter);
  if (style === undefined) {
    throw new Error(`the palette has no SGR ${parameter}`);
  }
  if (style.set !== undefined) {
    styles.add(style.set);
  }
  for (const name of style.end ?? []) {
    styles.delete(name);
  }
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
