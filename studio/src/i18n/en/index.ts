import { data } from "./data";
import { endpoints } from "./endpoints";
import { jobs } from "./jobs";
import { models } from "./models";
import { security } from "./security";
import { session } from "./session";
import { settings } from "./settings";
import { shell } from "./shell";
import { templates } from "./templates";
import { train } from "./train";
import { transform } from "./transform";
import { tuning } from "./tuning";

export const english = {
  ...shell,
  ...session,
  ...models,
  ...data,
  ...security,
  ...train,
  ...tuning,
  ...transform,
  ...jobs,
  ...templates,
  ...endpoints,
  ...settings,
} as const;
