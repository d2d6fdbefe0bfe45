import { data } from "./data";
import { jobs } from "./jobs";
import { models } from "./models";
import { session } from "./session";
import { shell } from "./shell";
import { train } from "./train";

export const english = { ...shell, ...session, ...models, ...data, ...train, ...jobs } as const;
