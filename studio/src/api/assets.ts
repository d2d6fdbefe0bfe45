import { call } from "./call";
import { toFailure, type Failure } from "./failure";
import { loadSageMaker as load, sageMaker as client } from "./sagemaker";

/** What was launched: the original page has it all in one list. */
export const KINDS = ["training", "tuning", "transform", "endpoint"] as const;
export type Kind = (typeof KINDS)[number];

export interface Asset {
  kind: Kind;
  name: string;
  status: string;
  /** Of a training job at work: what it is at. */
  step: string;
  created: Date;
  ended: Date | undefined;
}

/** How far each kind was listed: a token, null at its end, undefined before its beginning. */
export type Places = Partial<Record<Kind, string | null>>;

export interface AssetPage {
  assets: Asset[];
  next: Places;
  /** Kinds that this identity was refused, or that failed. */
  failures: Partial<Record<Kind, Failure>>;
}

type Asked = {
  MaxResults: number;
  SortBy: "CreationTime";
  SortOrder: "Descending";
  NextToken?: string;
  NameContains?: string;
};
type Listed = [Asset[], string | undefined];

/** The clients' summaries have the same facts by different names. */
function asset(
  kind: Kind,
  name: string | undefined,
  status: string | undefined,
  created: Date | undefined,
  ended?: Date,
  step = "",
): Asset {
  return {
    kind,
    name: name ?? "",
    status: status ?? "",
    created: created ?? new Date(0),
    ended,
    step,
  };
}

const LISTS: Record<Kind, (asked: Asked) => Promise<Listed>> = {
  async training(asked) {
    const { ListTrainingJobsCommand } = await load();
    const { TrainingJobSummaries = [], NextToken } = await (
      await client()
    ).send(new ListTrainingJobsCommand(asked));
    return [
      TrainingJobSummaries.map((one) =>
        asset(
          "training",
          one.TrainingJobName,
          one.TrainingJobStatus,
          one.CreationTime,
          one.TrainingEndTime,
          one.SecondaryStatus,
        ),
      ),
      NextToken,
    ];
  },
  async tuning(asked) {
    const { ListHyperParameterTuningJobsCommand } = await load();
    const { HyperParameterTuningJobSummaries = [], NextToken } = await (
      await client()
    ).send(new ListHyperParameterTuningJobsCommand(asked));
    return [
      HyperParameterTuningJobSummaries.map((one) =>
        asset(
          "tuning",
          one.HyperParameterTuningJobName,
          one.HyperParameterTuningJobStatus,
          one.CreationTime,
          one.HyperParameterTuningEndTime,
        ),
      ),
      NextToken,
    ];
  },
  async transform(asked) {
    const { ListTransformJobsCommand } = await load();
    const { TransformJobSummaries = [], NextToken } = await (
      await client()
    ).send(new ListTransformJobsCommand(asked));
    return [
      TransformJobSummaries.map((one) =>
        asset(
          "transform",
          one.TransformJobName,
          one.TransformJobStatus,
          one.CreationTime,
          one.TransformEndTime,
        ),
      ),
      NextToken,
    ];
  },
  async endpoint(asked) {
    const { ListEndpointsCommand } = await load();
    const { Endpoints = [], NextToken } = await (
      await client()
    ).send(new ListEndpointsCommand(asked));
    return [
      Endpoints.map((one) =>
        asset("endpoint", one.EndpointName, one.EndpointStatus, one.CreationTime),
      ),
      NextToken,
    ];
  },
};

/** The next hundred of each kind that has more; throws where none can be listed. */
export async function listAssets(
  kinds: readonly Kind[],
  from: Places,
  nameContains: string,
): Promise<AssetPage> {
  const page: AssetPage = { assets: [], next: {}, failures: {} };
  await Promise.all(
    kinds.map(async (kind) => {
      const token = from[kind];
      if (token === null) {
        page.next[kind] = null;
        return;
      }
      try {
        const [assets, next] = await call(() =>
          LISTS[kind]({
            MaxResults: 100,
            SortBy: "CreationTime",
            SortOrder: "Descending",
            ...(token === undefined ? {} : { NextToken: token }),
            ...(nameContains === "" ? {} : { NameContains: nameContains }),
          }),
        );
        page.assets.push(...assets);
        page.next[kind] = next ?? null;
      } catch (thrown) {
        page.failures[kind] = toFailure(thrown);
        page.next[kind] = null;
      }
    }),
  );
  const failures = Object.values(page.failures);
  if (failures.length === kinds.length && failures[0] !== undefined) throw failures[0];
  return page;
}

/** The names of one kind that contain a text. */
export const namesOf = (kind: Kind) => async (text: string) => {
  const names = new Set<string>();
  let from: Places = {};
  do {
    const page = await listAssets([kind], from, text);
    for (const asset of page.assets) names.add(asset.name);
    from = page.next;
  } while (typeof from[kind] === "string");
  return names;
};
