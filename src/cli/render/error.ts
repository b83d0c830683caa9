import type { VkError } from '../../core/error.js';
import type { Palette } from './palette.js';
import { visible, wrap } from './text.js';

/** An error on standard error: for a person, or as one JSON document. */
export function renderError(error: VkError, isJson: boolean, palette: Palette): string {
  const { code, message, remedy } = error;
  if (isJson) {
    return `${JSON.stringify({ error: { code, message, remedy } })}\n`;
  }
  const what = wrap(visible(message), 80, '    ').trimStart();
  return `${palette.bad('vk:')} ${what}\n${wrap(visible(remedy), 80, '    ')}\n`;
}

/** A remark on standard error. */
export function renderNote(note: string, palette: Palette): string {
  return `${palette.dim('note:')} ${visible(note)}\n`;
}
