import type { ReactNode } from "react";
import type { Key, Values } from "../i18n/words";
import { addressOf } from "./route";
import { shownPart } from "./shown_part";

const ModelsPage = shownPart(() => import("../models/models_page"));
const TrainPage = shownPart(() => import("../train/train_page"));
const ComparePage = shownPart(() => import("../compare/compare_page"));
const DataPage = shownPart(() => import("../data/data_page"));
const DeployPage = shownPart(() => import("../deploy/deploy_page"));
const EndpointPage = shownPart(() => import("../endpoints/endpoint_page"));
const EndpointsPage = shownPart(() => import("../endpoints/endpoints_page"));
const JobsPage = shownPart(() => import("../jobs/jobs_page"));
const JobPage = shownPart(() => import("../jobs/job_page"));
const SettingsPage = shownPart(() => import("../settings/settings_page"));
const TunePage = shownPart(() => import("../tuning/tune_page"));
const TuningPage = shownPart(() => import("../tuning/tuning_page"));
const StartTransformPage = shownPart(() => import("../transform/start_transform_page"));
const TemplatesPage = shownPart(() => import("../templates/templates_page"));
const TrainTemplatePage = shownPart(() => import("../templates/train_template_page"));
const TransformPage = shownPart(() => import("../transform/transform_page"));

/** A step of the way to a page: a text of the dictionary, or a name that is the same everywhere. */
export type Crumb = { key: Key; values?: Values; href: string } | { name: string; href: string };

export interface Page {
  /** The entry of the navigation that it belongs to. */
  under: string;
  crumbs: Crumb[];
  content: ReactNode;
}

const MODELS: Crumb = { key: "models.title", href: addressOf("models") };
const DATA: Crumb = { key: "data.title", href: addressOf("data") };
const SETTINGS: Crumb = { key: "settings.title", href: addressOf("settings") };
const ENDPOINTS: Crumb = { key: "endpoints.title", href: addressOf("endpoints") };
const JOBS: Crumb = { key: "jobs.title", href: addressOf("jobs") };
const TEMPLATES: Crumb = { key: "templates.title", href: addressOf("templates") };

/** By the first part of the address and how many follow, or * for two and more. */
const PAGES: Record<string, (...parts: string[]) => Page> = {
  "models/0": () => ({ under: MODELS.href, crumbs: [MODELS], content: <ModelsPage /> }),
  "train/1": (name = "") => ({
    under: MODELS.href,
    crumbs: [
      MODELS,
      { name, href: addressOf("train", name) },
      { key: "train.crumb", href: addressOf("train", name) },
    ],
    content: <TrainPage key={name} modelId={name} />,
  }),
  // Again, with the settings of a job.
  "train/2": (name = "", job = "") => ({
    under: JOBS.href,
    crumbs: [
      JOBS,
      { name: job, href: addressOf("jobs", job) },
      { key: "train.crumb", href: addressOf("train", name, job) },
    ],
    content: <TrainPage key={job} modelId={name} job={job} />,
  }),
  // On data that was chosen elsewhere.
  "train-on/2": (name = "", uri = "") => ({
    under: MODELS.href,
    crumbs: [
      MODELS,
      { name, href: addressOf("train", name) },
      { key: "train.crumb", href: addressOf("train-on", name, uri) },
    ],
    content: <TrainPage key={`${name} ${uri}`} modelId={name} dataUri={uri} />,
  }),
  "tune/1": (name = "") => ({
    under: MODELS.href,
    crumbs: [
      MODELS,
      { name, href: addressOf("train", name) },
      { key: "tune.crumb", href: addressOf("tune", name) },
    ],
    content: <TunePage key={name} modelId={name} />,
  }),
  "tuning/1": (name = "") => ({
    under: JOBS.href,
    crumbs: [JOBS, { name, href: addressOf("tuning", name) }],
    content: <TuningPage key={name} name={name} />,
  }),
  "jobs/0": () => ({ under: JOBS.href, crumbs: [JOBS], content: <JobsPage /> }),
  "jobs/1": (name = "") => ({
    under: JOBS.href,
    crumbs: [JOBS, { name, href: addressOf("jobs", name) }],
    content: <JobPage key={name} name={name} />,
  }),
  "templates/0": () => ({
    under: TEMPLATES.href,
    crumbs: [TEMPLATES],
    content: <TemplatesPage />,
  }),
  "train-template/1": (name = "") => ({
    under: TEMPLATES.href,
    crumbs: [
      TEMPLATES,
      { name, href: addressOf("train-template", name) },
      { key: "train.crumb", href: addressOf("train-template", name) },
    ],
    content: <TrainTemplatePage key={name} name={name} />,
  }),
  "compare/*": (...names) => ({
    under: JOBS.href,
    crumbs: [JOBS, { key: "compare.crumb", href: addressOf("compare", ...names) }],
    content: <ComparePage key={names.join("/")} names={names} />,
  }),
  "data/0": () => ({ under: DATA.href, crumbs: [DATA], content: <DataPage /> }),
  // A folder that something else has led to.
  "data/1": (uri = "") => ({
    under: DATA.href,
    crumbs: [DATA, { name: uri, href: addressOf("data", uri) }],
    content: <DataPage key={uri} open={uri} />,
  }),
  "transform/1": (name = "") => ({
    under: JOBS.href,
    crumbs: [
      JOBS,
      { name, href: addressOf("jobs", name) },
      { key: "transform.crumb", href: addressOf("transform", name) },
    ],
    content: <StartTransformPage key={name} job={name} />,
  }),
  "transforms/1": (name = "") => ({
    under: JOBS.href,
    crumbs: [JOBS, { name, href: addressOf("transforms", name) }],
    content: <TransformPage key={name} name={name} />,
  }),
  "settings/0": () => ({ under: SETTINGS.href, crumbs: [SETTINGS], content: <SettingsPage /> }),
  "deploy/1": (name = "") => ({
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
  "endpoints/1": (name = "") => ({
    under: ENDPOINTS.href,
    crumbs: [ENDPOINTS, { name, href: addressOf("endpoints", name) }],
    content: <EndpointPage key={name} name={name} />,
  }),
};

/** What the side shows, in its order. */
export const NAVIGATION: readonly { key: Key; href: string }[] = [
  { key: "models.title", href: MODELS.href },
  { key: "jobs.title", href: JOBS.href },
  { key: "templates.title", href: TEMPLATES.href },
  { key: "endpoints.title", href: ENDPOINTS.href },
  { key: "data.title", href: DATA.href },
  { key: "settings.title", href: SETTINGS.href },
];

/** The page of an address; null where there is none. */
export function pageOf(parts: string[]): Page | null {
  const [first = "models", ...rest] = parts;
  // One job alone is compared with nothing.
  const many = rest.length > 1 ? PAGES[`${first}/*`] : undefined;
  const make = PAGES[`${first}/${rest.length}`] ?? many;
  return make?.(...rest) ?? null;
}
