import { call } from "./call";
import { clientSettings, perSession } from "./clients";
import { fetchPart } from "./part";

const load = () => fetchPart(() => import("./sdk/logs"));
const client = perSession(async () => new (await load()).CloudWatchLogsClient(clientSettings()));

const GROUP = "/aws/sagemaker/TrainingJobs";

export interface LogLine {
  /** Milliseconds since 1970. */
  time: number;
  text: string;
}

/** The stream that a job writes, or null while it has written nothing. */
async function streamOf(job: string): Promise<string | null> {
  const { DescribeLogStreamsCommand } = await load();
  try {
    const found = await (
      await client()
    ).send(
      new DescribeLogStreamsCommand({ logGroupName: GROUP, logStreamNamePrefix: `${job}/algo-1` }),
    );
    return found.logStreams?.[0]?.logStreamName ?? null;
  } catch (thrown) {
    if ((thrown as { name?: string }).name === "ResourceNotFoundException") return null;
    throw thrown;
  }
}

/** The last lines of a job's log, the oldest first. */
export function lastLogLines(job: string, most: number): Promise<LogLine[]> {
  return call(async () => {
    const stream = await streamOf(job);
    if (stream === null) return [];
    const { GetLogEventsCommand } = await load();
    const answer = await (
      await client()
    ).send(new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: stream, limit: most }));
    return (answer.events ?? []).map((event) => ({
      time: event.timestamp ?? 0,
      text: event.message ?? "",
    }));
  });
}
