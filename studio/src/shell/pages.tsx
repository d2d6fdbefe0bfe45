import { lazy, type ReactNode } from "react";
import type { Key, Values } from "../i18n/words";
import { addressOf } from "./route";

const ModelsPage = lazy(() => import("../models/models_page"));
const TrainPage = lazy(() => import("../train/train_page"));
const DeployPage = lazy(() => import("../deploy/deploy_page"));
const EndpointPage = lazy(() => import("../endpoints/endpoint_page"));
const EndpointsPage = lazy(() => import("../endpoints/endpoints_page"));
const JobsPage = lazy(() => import("../jobs/jobs_page"));
const JobPage = lazy(() => import("../jobs/job_page"));

/** A step of the way to a page: a text of the dictionary, or a name that is the same everywhere. */
export type Crumb = { key: Key; values?: Values; href: string } | { name: string; href: string };

export interface Page {
  /** The entry of the navigation that it belongs to. */
  under: string;
  crumbs: Crumb[];
  content: ReactNode;
}

const MODELS: Crumb = { key: "models.title", href: addressOf("models") };
const ENDPOINTS: Crumb = { key: "endpoints.title", href: addressOf("endpoints") };
const JOBS: Crumb = { key: "jobs.title", href: addressOf("jobs") };

/** By the first part of the address and how many follow. */
const PAGES: Record<string, (name: string, second: string) => Page> = {
  "models/0": () => ({ under: MODELS.href, crumbs: [MODELS], content: <ModelsPage /> }),
  "train/1": (name) => ({
    under: MODELS.href,
    crumbs: [
      MODELS,
      { name, href: addressOf("train", name) },
      { key: "train.crumb", href: addressOf("train", name) },
    ],
    content: <TrainPage key={name} modelId={name} />,
  }),
  // Again, with the settings of a job.
  "train/2": (name, job) => ({
    under: JOBS.href,
    crumbs: [
      JOBS,
      { name: job, href: addressOf("jobs", job) },
      { key: "train.crumb", href: addressOf("train", name, job) },
    ],
    content: <TrainPage key={job} modelId={name} job={job} />,
  }),
  "jobs/0": () => ({ under: JOBS.href, crumbs: [JOBS], content: <JobsPage /> }),
  "jobs/1": (name) => ({
    under: JOBS.href,
    crumbs: [JOBS, { name, href: addressOf("jobs", name) }],
    content: <JobPage key={name} name={name} />,
  }),
  "deploy/1": (name) => ({
    under: JOBS.href,
    crumbs: [
      JOBS,
      { name, href: addressOf("jobs", name) },
      { key: "deploy.crumb", href: addressOf("deploy", name) },
    ],
    content: <DeployPage key={name} job={name} />,
  }),
  "endpoints/0": () => ({
    under: ENDPOINTS.href,
    crumbs: [ENDPOINTS],
    content: <EndpointsPage />,
  }),
  "endpoints/1": (name) => ({
    under: ENDPOINTS.href,
    crumbs: [ENDPOINTS, { name, href: addressOf("endpoints", name) }],
    content: <EndpointPage key={name} name={name} />,
  }),
};

/** What the side shows, in its order. */
export const NAVIGATION: readonly { key: Key; href: string }[] = [
  { key: "models.title", href: MODELS.href },
  { key: "jobs.title", href: JOBS.href },
  { key: "endpoints.title", href: ENDPOINTS.href },
];

/** The page of an address; null where there is none. */
export function pageOf(parts: string[]): Page | null {
  const [first = "models", ...rest] = parts;
  return PAGES[`${first}/${rest.length}`]?.(rest[0] ?? "", rest[1] ?? "") ?? null;
}
