// One table from the type of a block element to the function that draws it.
import { h, image } from './dom.js';
import { button, feedback, iconButton, overflow } from './actions.js';
import { choices, fileInput, picker, textInput } from './inputs.js';
import { select } from './select.js';

const DRAW = {
  button, workflow_button: button, overflow, icon_button: iconButton, feedback_buttons: feedback,
  checkboxes: choices, radio_buttons: choices, file_input: fileInput,
  datepicker: picker, timepicker: picker, datetimepicker: picker,
  plain_text_input: textInput, email_text_input: textInput, url_text_input: textInput, number_input: textInput, rich_text_input: textInput,
  image: (element, ctx) => image(imageUrl(element, ctx), element.alt_text, { class: 'accessory-image' }),
};

/** Where this page finds an image: its URL, or the server's copy of a Slack file. */
export function imageUrl(element, ctx) {
  const file = element.slack_file;
  if (!file) return element.image_url;
  const id = file.id ?? /\/files-pri\/[^/]*-([A-Z0-9]+)(?:\/|$)/.exec(file.url ?? '')?.[1];
  return id ? `/control/files/${encodeURIComponent(id)}?user=${encodeURIComponent(ctx.user ?? '')}` : '';
}

/** Draw one element of a block. acts: whether a change is told to the app at once. */
export function drawElement(element, ctx, { block_id, acts = true, label, ...more }) {
  const own = { ...element, block_id, acts, ...more };
  if (/^(multi_)?(static|external|users|channels|conversations)_select$/.test(own.type)) return select(own, ctx, label);
  const draw = Object.hasOwn(DRAW, own.type) ? DRAW[own.type] : null;
  return draw ? draw(own, ctx, label) : h('span', { class: 'unknown' }, String(own.type));
}
