/** Numbers, sizes and times in the words of a language. */
export interface Format {
  number: (value: number, digits?: number) => string;
  /** "11.2 million", of three digits. */
  count: (value: number) => string;
  percent: (value: number, digits?: number) => string;
  bytes: (value: number) => string;
  /** Of seconds: "2 min 5 sec". */
  duration: (seconds: number) => string;
  dateTime: (time: Date) => string;
  /** The time of day, with seconds. */
  clock: (time: Date) => string;
}

const BYTES = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** Bytes in the largest unit of a thousand that leaves a one in front. */
export function byteUnit(value: number): [number, (typeof BYTES)[number]] {
  let power = 0;
  while (value >= 999.5 && power < BYTES.length - 1) {
    value /= 1000;
    ++power;
  }
  return [value, BYTES[power] ?? "byte"];
}

/** A duration's two largest parts that are not nothing, the smaller one rounded. */
export function durationParts(seconds: number): [number, "day" | "hour" | "minute" | "second"][] {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return [[whole, "second"]];
  if (whole < 3600) {
    return withRest(Math.floor(whole / 60), "minute", whole % 60, "second");
  }
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) {
    return withRest(Math.floor(minutes / 60), "hour", minutes % 60, "minute");
  }
  const hours = Math.round(whole / 3600);
  return withRest(Math.floor(hours / 24), "day", hours % 24, "hour");
}

function withRest<Large extends string, Small extends string>(
  large: number,
  largeUnit: Large,
  small: number,
  smallUnit: Small,
): [number, Large | Small][] {
  return small === 0
    ? [[large, largeUnit]]
    : [
        [large, largeUnit],
        [small, smallUnit],
      ];
}

export function formatOf(language: string): Format {
  // A long list asks often for the same few, and to make one takes its time.
  const made = new Map<string, Intl.NumberFormat>();
  const numbers = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options);
    const one = made.get(key) ?? new Intl.NumberFormat(language, options);
    made.set(key, one);
    return one;
  };
  const unit = (value: number, name: string, digits: number) =>
    numbers({
      style: "unit",
      unit: name,
      // In short there is no plural of it.
      unitDisplay: name === "byte" ? "long" : "short",
      maximumFractionDigits: digits,
    }).format(value);
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  return {
    number: (value, digits = 4) => numbers({ maximumFractionDigits: digits }).format(value),
    count: (value) =>
      numbers({
        notation: "compact",
        compactDisplay: "long",
        maximumSignificantDigits: 3,
      }).format(value),
    percent: (value, digits = 1) =>
      numbers({ style: "percent", maximumFractionDigits: digits }).format(value),
    bytes: (value) => {
      const [scaled, name] = byteUnit(value);
      return unit(scaled, name, scaled < 10 && name !== "byte" ? 1 : 0);
    },
    duration: (seconds) =>
      durationParts(seconds)
        .map(([value, name]) => unit(value, name, 0))
        .join(" "),
    dateTime: (time) => dateTime.format(time),
    clock: (time) => clock.format(time),
  };
}
