import { useQuery } from "@tanstack/react-query";
import { namesOf } from "../api/assets";
import { takenNames } from "../api/endpoints";
import { useSettled } from "../data/use_settled";
import { freeName, withoutNumber } from "./job_name";

/** What is made by a name, and the names there are that contain a text. */
const NAMES = {
  training: namesOf("training"),
  tuning: namesOf("tuning"),
  // With a model of the same name.
  transform: async (text: string) =>
    new Set([...(await namesOf("transform")(text)), ...(await takenNames(text))]),
  deployment: takenNames,
};

export interface NameAdvice {
  isTaken: boolean;
  /** Whether the server has said which names there are, or that it does not say. */
  isKnown: boolean;
  /** A name that is not taken, as far as this identity may see. */
  free: string;
}

/** Milliseconds without a key after which a name is looked for. */
const SETTLED = 300;

/**
 * Whether a name is among those that contain its beginning, and which one is free: `wish`, which
 * has that beginning, before all others.
 */
export function useNameAdvice(
  name: string,
  kind: keyof typeof NAMES,
  longest?: number,
  wish?: string,
): NameAdvice {
  const wanted = withoutNumber(name);
  const base = useSettled(wanted, SETTLED);
  const { data, isPending } = useQuery({
    queryKey: ["names", kind, base],
    queryFn: () => NAMES[kind](base),
    enabled: base !== "",
    staleTime: 0,
  });
  // Whoever may not list them is told of a taken name when the thing is made.
  const taken = data ?? new Set<string>();
  return {
    isTaken: taken.has(name),
    isKnown: base === wanted && !isPending,
    free: freeName(base, taken, longest, wish),
  };
}
