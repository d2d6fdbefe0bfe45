import type { Answer } from "../api/answers";

export interface Ranked {
  label: string;
  /** 0 to 1. */
  probability: number;
}

/** The labels, the likeliest first. */
export function ranked({ labels, probabilities }: Answer): Ranked[] {
  return labels
    .map((label, k) => ({ label: String(label), probability: probabilities[k] ?? 0 }))
    .sort((left, right) => right.probability - left.probability);
}
