import { call } from "./call";
import { clientSettings, perSession } from "./clients";
import { fetchPart } from "./part";

const load = () => fetchPart(() => import("./sdk/logs"));
const client = perSession(async () => new (await load()).CloudWatchLogsClient(clientSettings()));

/** What writes a log, as SageMaker calls its group. */
export type Logged = "TrainingJobs" | "TransformJobs";

export interface LogLine {
  /** Milliseconds since 1970. */
  time: number;
  text: string;
}

/** The stream that a job writes, or null while it has written nothing. */
async function streamOf(group: string, job: string): Promise<string | null> {
  const { DescribeLogStreamsCommand } = await load();
  try {
    const found = await (
      await client()
    ).send(
      new DescribeLogStreamsCommand({ logGroupName: group, logStreamNamePrefix: `${job}/algo-1` }),
    );
    return found.logStreams?.[0]?.logStreamName ?? null;
  } catch (thrown) {
    if ((thrown as { name?: string }).name === "ResourceNotFoundException") return null;
    throw thrown;
  }
}

/** The last lines of a job's log, the oldest first. */
export function lastLogLines(of: Logged, job: string, most: number): Promise<LogLine[]> {
  return call(async () => {
    const group = `/aws/sagemaker/${of}`;
    const stream = await streamOf(group, job);
    if (stream === null) return [];
    const { GetLogEventsCommand } = await load();
    const answer = await (
      await client()
    ).send(new GetLogEventsCommand({ logGroupName: group, logStreamName: stream, limit: most }));
    return (answer.events ?? []).map((event) => ({
      time: event.timestamp ?? 0,
      text: event.message ?? "",
    }));
  });
}
