// Numbers as people read them. A missing figure is a dash, never an empty place.

export const NONE = "–";
const THIN = "\u202f";
const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

const missing = (value) => value === null || value === undefined || !Number.isFinite(value);

/** A count of things. */
export function count(value) {
  if (missing(value)) {
    return NONE;
  }
  if (Math.abs(value) >= 1e9) {
    return (value / 1e9).toFixed(2) + THIN + "bn";
  }
  if (Math.abs(value) >= 1e7) {
    return (value / 1e6).toFixed(2) + THIN + "M";
  }
  return grouped.format(Math.round(value));
}

/** A count for a narrow place: millions as such. */
export function shortCount(value) {
  return !missing(value) && value >= 1e6 && value < 1e9
    ? (value / 1e6).toFixed(3) + THIN + "M"
    : count(value);
}

/** A real number to three digits or so; as many decimals as numbers of its size have. */
export function real(value) {
  if (missing(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  if (size >= 1e7) {
    return count(value);
  }
  if (size >= 1000) {
    return grouped.format(value);
  }
  const decimals = size >= 100 ? 1 : size >= 10 ? 2 : 3;
  return sign(value, value.toFixed(size !== 0 && size < 0.01 ? 4 : decimals));
}

/** A share as a percentage. */
export function percent(value, decimals = 1) {
  return missing(value) ? NONE : sign(value, (100 * value).toFixed(decimals)) + THIN + "%";
}

/** Marks of an axis: as many decimals as tell neighbours apart, large numbers in k or M. */
export function realMarks(values) {
  const most = Math.max(...values.map(Math.abs));
  const [unit, name] = most >= 1e6 ? [1e6, THIN + "M"] : most >= 1e5 ? [1e3, THIN + "k"] : [1, ""];
  if (unit > 1) {
    return realMarks(values.map((v) => v / unit)).map((text, i) =>
      values[i] === 0 ? "0" : text + name,
    );
  }
  const step = values.length > 1 ? Math.abs(values[1] - values[0]) : 1;
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return values.map((v) =>
    sign(
      v,
      v.toLocaleString("en-US", {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }),
    ),
  );
}

/** The same for shares. */
export function percentMarks(values) {
  return realMarks(values.map((v) => 100 * v)).map((text) => text + THIN + "%");
}

/** The same for milliseconds. */
export function durationMarks(values) {
  return values.map((v) => (v === 0 ? "0" : duration(v)));
}

/** With its sign even where it is above zero. */
export function signed(value, format) {
  return missing(value) ? NONE : (value > 0 ? "+" : "") + format(value);
}

function sign(value, text) {
  return value < 0 ? text.replace("-", "−") : text;
}

export function bytes(value) {
  if (missing(value)) {
    return NONE;
  }
  if (value < 1e3) {
    return count(value) + THIN + "B";
  }
  return value < 1e6
    ? (value / 1e3).toFixed(0) + THIN + "kB"
    : (value / 1e6).toFixed(1) + THIN + "MB";
}

/** A length of time given in milliseconds. */
export function duration(ms) {
  if (missing(ms)) {
    return NONE;
  }
  if (ms < 0.1) {
    return (1000 * ms).toFixed(0) + THIN + "µs";
  }
  if (ms < 10) {
    return ms.toFixed(1) + THIN + "ms";
  }
  if (ms < 1000) {
    return ms.toFixed(0) + THIN + "ms";
  }
  const seconds = ms / 1000;
  if (seconds < 60) {
    return (seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)) + THIN + "s";
  }
  if (seconds < 3600) {
    return (seconds / 60).toFixed(seconds < 600 ? 1 : 0) + THIN + "min";
  }
  return seconds < 172800
    ? (seconds / 3600).toFixed(1) + THIN + "h"
    : (seconds / 86400).toFixed(1) + THIN + "days";
}

/** How long ago a time was. */
export function ago(time, now) {
  if (missing(time)) {
    return NONE;
  }
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 60) {
    return seconds + THIN + "s ago";
  }
  if (seconds < 3600) {
    return Math.floor(seconds / 60) + THIN + "min ago";
  }
  return seconds < 172800
    ? Math.floor(seconds / 3600) + THIN + "h ago"
    : Math.floor(seconds / 86400) + THIN + "days ago";
}

const two = (n) => String(n).padStart(2, "0");

/** Time of day, to the second. */
export function clock(time) {
  if (missing(time)) {
    return NONE;
  }
  const at = new Date(time);
  return two(at.getHours()) + ":" + two(at.getMinutes()) + ":" + two(at.getSeconds());
}

/** Time of day, with the date where it is not today's. */
export function moment(time, now) {
  const at = new Date(time);
  return at.toDateString() === new Date(now).toDateString()
    ? clock(time)
    : day(time) + " " + clock(time);
}

/** Day and month. */
export function day(time) {
  const at = new Date(time);
  return two(at.getDate()) + " " + at.toLocaleString("en-GB", { month: "short" });
}

/** A name of the code as words: NOT_A_NUMBER is "not a number". */
export function words(name) {
  return String(name).toLowerCase().replaceAll("_", " ");
}

/** With a capital letter in front. */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "1 task", "2 tasks". */
export function plural(n, one, many) {
  return count(n) + " " + (n === 1 ? one : many || one + "s");
}
