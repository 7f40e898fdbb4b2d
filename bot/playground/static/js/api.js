// The server's /control endpoints: see README.md beside this folder.

const query = (params) => new URLSearchParams(Object.entries(params).filter(([, value]) => value !== undefined && value !== null));

async function answer(request) {
  let response;
  try {
    response = await request;
    return await response.json();
  } catch {
    return { ok: false, error: 'unreachable', message: response ? 'The playground gave an answer that is not JSON.' : 'The playground does not answer. Is it still running?' };
  }
}

/** Every call resolves to the server's JSON, or to {ok: false, error, message}. */
export const api = {
  get: (path, params = {}) => answer(fetch(`/control/${path}?${query(params)}`)),
  post: (path, body) => answer(fetch(`/control/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  })),
  upload(user, files, fields = {}) {
    const form = new FormData();
    form.set('user', user);
    for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
    for (const file of files) form.append('file', file, file.name);
    return answer(fetch('/control/upload', { method: 'POST', body: form }));
  },
};

const KINDS = ['message', 'message_changed', 'message_deleted', 'view_opened', 'view_updated', 'view_closed',
  'home', 'channel', 'app', 'notice', 'day', 'reset'];

/**
 * The user's stream of events. onEvent(kind, data); onAgain() after a connection was lost and found:
 * what happened in between must be loaded. Returns stop(), and ready: a promise for the moment from which
 * nothing is missed (or the server is away).
 */
export function listen(user, onEvent, { onAgain, onLost }) {
  const source = new EventSource(`/control/events?${query({ user })}`);
  let lost = false;
  let begun;
  const ready = new Promise((resolve) => {
    begun = resolve;
  });
  for (const kind of KINDS) source.addEventListener(kind, (event) => onEvent(kind, JSON.parse(event.data)));
  source.addEventListener('error', () => {
    lost = true;
    begun();
    onLost();
  });
  source.addEventListener('open', () => {
    if (lost) onAgain();
    lost = false;
    begun();
  });
  return { stop: () => source.close(), ready };
}
