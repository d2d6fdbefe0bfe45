import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { Key } from "../i18n/words";

/** How a job's status looks and is called. */
export interface StatusLook {
  type: StatusIndicatorProps.Type;
  key: Key;
}

const STATUSES: Record<string, StatusLook> = {
  InProgress: { type: "in-progress", key: "jobs.status.InProgress" },
  Completed: { type: "success", key: "jobs.status.Completed" },
  Failed: { type: "error", key: "jobs.status.Failed" },
  Stopping: { type: "in-progress", key: "jobs.status.Stopping" },
  Stopped: { type: "stopped", key: "jobs.status.Stopped" },
};

const STEPS: Record<string, StatusLook> = {
  Starting: { type: "in-progress", key: "jobs.step.Starting" },
  Pending: { type: "pending", key: "jobs.step.Pending" },
  Downloading: { type: "in-progress", key: "jobs.step.Downloading" },
  Training: { type: "in-progress", key: "jobs.step.Training" },
  Uploading: { type: "in-progress", key: "jobs.step.Uploading" },
  Completed: { type: "success", key: "jobs.step.Completed" },
  Failed: { type: "error", key: "jobs.step.Failed" },
  Stopping: { type: "in-progress", key: "jobs.step.Stopping" },
  Stopped: { type: "stopped", key: "jobs.step.Stopped" },
  MaxRuntimeExceeded: { type: "stopped", key: "jobs.step.MaxRuntimeExceeded" },
  Interrupted: { type: "warning", key: "jobs.step.Interrupted" },
};

const UNKNOWN: StatusLook = { type: "pending", key: "jobs.phase.other" };

export function lookOfStatus(status: string | undefined): StatusLook {
  return STATUSES[status ?? ""] ?? UNKNOWN;
}

/** Of a SecondaryStatus; one that was passed is done. */
export function lookOfStep(step: string | undefined, isPast: boolean): StatusLook {
  const look = STEPS[step ?? ""] ?? UNKNOWN;
  return isPast && look.type !== "error" && look.type !== "warning"
    ? { ...look, type: "success" }
    : look;
}

export function isAtWork(status: string | undefined): boolean {
  return status === "InProgress" || status === "Stopping";
}
