import type { Hyperparameter } from "../api/cards";
import type { InstanceType } from "../api/defaults";
import type { Changed } from "./values";

/** How a batch lies on an instance's GPUs. */
export interface BatchShare {
  batch: number;
  gpus: number;
  /** What each GPU has of it, rounded up. */
  each: number;
  /** The batch that gives each GPU what one alone has by default; null where it is that, or cannot be. */
  advised: number | null;
}

/** Null where there is nothing to share: one GPU or none, or a batch that is no number. */
export function batchShare(
  declared: readonly Hyperparameter[],
  changed: Changed,
  instance: InstanceType | undefined,
): BatchShare | null {
  const of = declared.find((one) => one.Name === "batch_size");
  if (of === undefined || instance === undefined || instance.Gpus < 2) return null;
  const batch = Number(changed["batch_size"] ?? of.Default);
  if (!Number.isInteger(batch) || batch < 1) return null;
  const gpus = instance.Gpus;
  const wanted = Number(of.Default) * gpus;
  const canBe = batch < wanted && wanted <= (of.Maximum ?? Infinity);
  return { batch, gpus, each: Math.ceil(batch / gpus), advised: canBe ? wanted : null };
}
