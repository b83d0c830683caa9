import { utf8 } from '../../bytes.js';
import { indented, printJson } from '../print-json.js';
import type { Made, Subject } from '../variant.js';
import { jsonBody } from './body-json.js';

const INDENTS = [
  ['2 spaces', '  '],
  ['4 spaces', '    '],
  ['tabs', '\t'],
] as const;

/**
 * Files whose line breaks were dropped on the way, as curl's -d does: the indented JSON that becomes
 * the body when its line breaks are taken out, while the indents stay.
 */
export function beforeCurlData(subject: Subject): Made<Uint8Array>[] {
  const body = jsonBody(subject);
  if (body === undefined) {
    return [];
  }
  return INDENTS.flatMap(([name, indent]) => {
    const text = printJson(body.tree, indented(indent));
    return text === undefined || text === body.text || text.replaceAll('\n', '') !== body.text
      ? []
      : forms(text).map(([how, form]) => ({ value: utf8(form), detail: `${name}${how}` }));
  });
}

function forms(text: string): (readonly [how: string, text: string])[] {
  const ended = `${text}\n`;
  return [
    ['', text],
    [', a newline at the end', ended],
    [', CR LF', text.replaceAll('\n', '\r\n')],
    [', CR LF, also at the end', ended.replaceAll('\n', '\r\n')],
  ];
}
