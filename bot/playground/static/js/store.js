// What the page knows of the workspace, from one user's side.
import { api } from './api.js';
import { personName } from './text.js';

export const store = {
  user: null, users: new Map(), channels: new Map(), apps: [], commands: [], shortcuts: [], team: { name: '' },
  siteMap: {}, homes: {}, views: [], day: 0, canNextDay: false, unread: new Set(),
  clock: { server: Date.now() / 1000, local: Date.now() / 1000 },

  /** The workspace's time in seconds since 1970. */
  now: () => store.clock.server + Date.now() / 1000 - store.clock.local,
  setNow(seconds) {
    if (Number.isFinite(seconds)) store.clock = { server: seconds, local: Date.now() / 1000 };
  },
  get me() {
    return store.users.get(store.user);
  },
  /** The reader's zone: the one of their profile, else the browser's. */
  get tz() {
    const tz = store.me?.tz;
    try {
      return tz && new Intl.DateTimeFormat('en', { timeZone: tz }) && tz;
    } catch {
      return undefined;
    }
  },
  appOfUser: (id) => store.apps.find((app) => app.bot_user_id === id),
  appOfDm: (channel) => store.apps.find((app) => app.dm === channel || app.bot_user_id === store.channels.get(channel)?.user),
  nameOf: (id) => (store.users.has(id) ? personName(store.users.get(id)) : id ?? 'somebody'),

  /** The name of a conversation as its members say it. */
  channelName(channel) {
    if (!channel) return 'unknown';
    return channel.kind === 'im' ? store.nameOf(channel.user) : channel.name;
  },
};

/** Load everything about the workspace for this user; answers whether that worked. */
export async function loadState(user) {
  const state = await api.get('state', { user });
  if (!state.ok) return state;
  Object.assign(store, {
    user: state.user, apps: state.apps ?? [], commands: state.commands ?? [], shortcuts: state.shortcuts ?? [],
    team: state.team ?? { name: '' }, siteMap: state.site_map ?? {}, homes: state.homes ?? {}, views: state.views ?? [],
    day: state.day ?? 0, canNextDay: state.can_next_day ?? false,
    users: new Map((state.users ?? []).map((one) => [one.id, one])),
    channels: new Map((state.channels ?? []).map((one) => [one.id, one])),
  });
  store.setNow(state.now);
  return state;
}

/**
 * What the block renderer needs to know. more: form and what acts on this surface.
 * https://docs.slack.dev/reference/interaction-payloads says what each surface sends.
 */
export function context(more, openChannel) {
  return {
    user: store.user, users: store.users, channels: store.channels, siteMap: store.siteMap, tz: store.tz, now: store.now,
    upload: (files) => api.upload(store.user, files), openChannel, ...more,
  };
}
