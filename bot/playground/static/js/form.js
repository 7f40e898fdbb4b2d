// What has been filled in on one surface (a message, a modal, a home tab), in the server's bare values:
// {block_id: {action_id: value}}.

const own = (object, name) => (object && Object.hasOwn(object, name) ? object[name] : undefined);

/** Controls register themselves while a surface is drawn; drawing again keeps what was typed. */
export class Form {
  #controls = new Map();

  /** control: {get(): value, set?(value), focus(), error?(sentence|null)} */
  add(blockId, actionId, control) {
    this.#controls.set(`${blockId}\u0000${actionId}`, { blockId, actionId, ...control });
  }

  values() {
    // Ids come from strangers: without a prototype, one called __proto__ is a name like any other.
    const out = Object.create(null);
    for (const { blockId, actionId, get } of this.#controls.values()) {
      out[blockId] ??= Object.create(null);
      out[blockId][actionId] = get();
    }
    return out;
  }

  /** Give controls with the same ids the values that they had before a redraw. */
  restore(values) {
    for (const { blockId, actionId, set } of this.#controls.values()) {
      if (set && own(own(values, blockId), actionId) !== undefined) set(values[blockId][actionId]);
    }
  }

  /** Show the sentences under their blocks and put the focus on the first. */
  showErrors(errors) {
    let first = null;
    for (const control of this.#controls.values()) {
      const sentence = own(errors, control.blockId) ?? null;
      control.error?.(sentence);
      if (sentence && !first) first = control;
    }
    first?.focus();
    return first !== null;
  }

  /** The first control that asks for the focus, or null. */
  get wantsFocus() {
    return [...this.#controls.values()].find((control) => control.wantsFocus) ?? null;
  }

  clear() {
    this.#controls.clear();
  }
}
