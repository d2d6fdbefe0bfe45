import type { StatusLook } from "../jobs/states";

const STATUSES: Record<string, StatusLook> = {
  Creating: { type: "in-progress", key: "endpoints.status.Creating" },
  Updating: { type: "in-progress", key: "endpoints.status.Updating" },
  SystemUpdating: { type: "in-progress", key: "endpoints.status.Updating" },
  RollingBack: { type: "in-progress", key: "endpoints.status.Updating" },
  InService: { type: "success", key: "endpoints.status.InService" },
  Deleting: { type: "in-progress", key: "endpoints.status.Deleting" },
  Failed: { type: "error", key: "endpoints.status.Failed" },
  OutOfService: { type: "stopped", key: "endpoints.status.OutOfService" },
};

/** How an endpoint's status looks and is called. */
export function lookOfEndpoint(status: string | undefined): StatusLook {
  return STATUSES[status ?? ""] ?? { type: "pending", key: "jobs.phase.other" };
}

/** Whether it becomes something else by itself. */
export function isChanging(status: string | undefined): boolean {
  return lookOfEndpoint(status).type === "in-progress";
}

/** The training job that a model's archive is of, by where jobs put it; null where it is elsewhere. */
export function jobOfArchive(uri: string): string | null {
  return /\/([^/]+)\/output\/model\.tar\.gz$/.exec(uri)?.[1] ?? null;
}
