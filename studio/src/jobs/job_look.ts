import type { Asset } from "../api/assets";
import { lookOfEndpoint } from "../endpoints/endpoint_states";
import { isAtWork, lookOfStatus, lookOfStep, type StatusLook } from "./states";

/** How one of the list looks: while a training job is at work its step says more. */
export function lookOfJob({ kind, status, step }: Asset): StatusLook {
  if (kind === "endpoint") return lookOfEndpoint(status);
  return kind === "training" && isAtWork(status) && step !== ""
    ? lookOfStep(step, false)
    : lookOfStatus(status);
}
