// Slack's date templates in the reader's own time zone:
// https://docs.slack.dev/reference/block-kit/block-elements/date-element

const DAY = 86400;

function parts(seconds, tz) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: tz, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
    hour: 'numeric', minute: '2-digit', second: '2-digit', weekday: 'long',
  });
  const found = {};
  for (const { type, value } of format.formatToParts(new Date(seconds * 1000))) found[type] = value;
  return {
    year: Number(found.year), month: Number(found.month), day: Number(found.day), weekday: found.weekday,
    hour: Number(found.hour), minute: found.minute, second: found.second,
  };
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September',
  'October', 'November', 'December'];

function ordinal(day) {
  const tail = day % 100 >= 11 && day % 100 <= 13 ? 'th' : { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th';
  return `${day}${tail}`;
}

const two = (number) => String(number).padStart(2, '0');

function clock(p, seconds) {
  const hour = p.hour % 12 === 0 ? 12 : p.hour % 12;
  return `${hour}:${p.minute}${seconds ? `:${p.second}` : ''} ${p.hour < 12 ? 'AM' : 'PM'}`;
}

/** Days from now's date to the other's, both read in tz: -1 is yesterday. */
function dayDistance(p, today) {
  const number = (q) => Date.UTC(q.year, q.month - 1, q.day) / 1000 / DAY;
  return number(p) - number(today);
}

function relativeDay(p, today) {
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[dayDistance(p, today)];
}

function ago(seconds, now) {
  const distance = Math.abs(now - seconds);
  const units = [['year', 365 * DAY], ['month', 30 * DAY], ['day', DAY], ['hour', 3600], ['minute', 60]];
  for (const [name, size] of units) {
    const count = Math.floor(distance / size);
    if (count >= 1) {
      const words = `${count} ${name}${count === 1 ? '' : 's'}`;
      return seconds <= now ? `${words} ago` : `in ${words}`;
    }
  }
  return 'just now';
}

/**
 * Fills a template such as '{date_short_pretty} at {time}'.
 * seconds: Unix time; now: Unix time; tz: IANA name or undefined for the browser's own.
 * Slack leaves the year out of {date}, {date_short} and {date_long} within six months.
 */
export function formatDate(template, seconds, { tz, now }) {
  if (!Number.isFinite(seconds) || Math.abs(seconds) > 8.64e12) return null;
  const p = parts(seconds, tz);
  const today = parts(now, tz);
  const near = Math.abs(now - seconds) < 182 * DAY;
  const month = MONTHS[p.month - 1];
  const long = `${month} ${ordinal(p.day)}`;
  const year = near ? '' : `, ${p.year}`;
  const words = {
    date_num: `${p.year}-${two(p.month)}-${two(p.day)}`,
    date_slash: `${two(p.day)}/${two(p.month)}/${p.year}`,
    date: `${long}${year}`,
    date_short: `${month.slice(0, 3)} ${p.day}${year}`,
    date_long: `${p.weekday}, ${long}${year}`,
    date_long_full: `${month} ${p.day}, ${p.year}`,
    time: clock(p, false),
    time_secs: clock(p, true),
    ago: ago(seconds, now),
  };
  words.day_divider_pretty = relativeDay(p, today)
    ?? (p.year === today.year ? `${p.weekday}, ${long}` : `${p.weekday}, ${long}, ${p.year}`);
  return template.replace(/\{([a-z_]+)\}/g, (whole, token, at) => {
    const base = token.replace(/_pretty$/, '');
    const known = [token, base].find((name) => Object.hasOwn(words, name));
    if (!known || (known !== token && base === token)) return whole;
    let word = (token.endsWith('_pretty') && relativeDay(p, today)) || words[known];
    if (at === 0) word = word.charAt(0).toUpperCase() + word.slice(1);
    return word;
  });
}

/** 9:14 AM */
export const timeOf = (ts, tz) => clock(parts(Number(ts), tz), false);

/** What stands on a day divider: Today, Yesterday, Monday, November 23rd. */
export function dayOf(ts, { tz, now }) {
  return formatDate('{day_divider_pretty}', Number(ts), { tz, now });
}

/** A key that is equal for two times on one date in tz. */
export const dayKey = (ts, tz) => formatDate('{date_num}', Number(ts), { tz, now: Number(ts) });

/** The full date and time, for titles. */
export const fullTime = (ts, tz) =>
  formatDate('{date_long_full} at {time_secs}', Number(ts), { tz, now: Number(ts) });

/** The value of a datetime-local input, 2026-11-23T09:14, for a Unix time read in tz. */
export function toLocal(seconds, tz) {
  const p = parts(seconds, tz);
  return `${String(p.year).padStart(4, '0')}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${p.minute}`;
}

/** The Unix time of such a value; in an hour that the clocks skip, the time after it. */
export function fromLocal(value, tz) {
  const wall = Date.parse(`${value}:00Z`.replace(/(:\d\d:\d\d):00Z$/, '$1Z')) / 1000;
  if (Number.isNaN(wall)) return null;
  const offset = (seconds) => Date.parse(`${toLocal(seconds, tz)}:00Z`) / 1000 - Math.floor(seconds / 60) * 60;
  const first = wall - offset(wall);
  return wall - offset(first);
}
