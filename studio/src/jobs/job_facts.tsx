import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import {
  AS_PAGE,
  asFile,
  objectAddress,
  parseS3Uri,
  type S3Place,
  type Told,
} from "../api/storage";
import type { TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { Copied } from "../shell/copied";
import { addressOf } from "../shell/route";
import { measuredOf, type History } from "./history";
import { parentCardOf, parentOf } from "./parent";
import { isAtWork } from "./states";

interface Props {
  job: TrainingJob;
  history: History;
}

/** How good it is, the five facts of the original page, and the way to what the job has made. */
export function JobFacts({ job, history }: Props) {
  const { t, format } = useLanguage();
  const artifact = job.ModelArtifacts?.S3ModelArtifacts ?? "";
  const tuning = /tuning-job\/(.+)$/.exec(job.TuningJobArn ?? "")?.[1] ?? "";
  const isEnded = !isAtWork(job.TrainingJobStatus);
  const place = isEnded ? parseS3Uri(artifact) : null;
  return (
    <Container
      header={
        <Header variant="h2" actions={place !== null && <Downloads job={job} model={place} />}>
          {t(job.TrainingJobStatus === "Completed" ? "jobs.facts" : "jobs.about")}
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        minColumnWidth={240}
        items={[
          ...measuredOf(history.events).map(({ of, accuracy, examples }) => ({
            label: t(`jobs.facts.accuracy.${of}`),
            value: t("jobs.facts.accuracy", {
              accuracy: format.percent(accuracy),
              examples: format.number(examples),
            }),
          })),
          {
            label: t("jobs.facts.parent"),
            value: <Parent job={job} />,
          },
          { label: t("jobs.facts.job"), value: <Copied text={job.TrainingJobName ?? ""} /> },
          { label: t("jobs.facts.time"), value: <TrainingTime job={job} now={history.now} /> },
          { label: t("jobs.facts.arn"), value: <Copied text={job.TrainingJobArn ?? ""} /> },
          {
            label: t("jobs.facts.output"),
            value: artifact === "" ? t("jobs.facts.noModel") : <Copied text={artifact} />,
          },
          ...(tuning === ""
            ? []
            : [
                {
                  label: t("jobs.facts.tuning"),
                  value: <Link href={addressOf("tuning", tuning)}>{tuning}</Link>,
                },
              ]),
        ]}
      />
    </Container>
  );
}

function Parent({ job }: { job: TrainingJob }) {
  const card = parentCardOf(job);
  return card === null ? (
    <span className="studio-wrap">{parentOf(job) || "–"}</span>
  ) : (
    <Link href={addressOf("train", card)}>{card}</Link>
  );
}

interface TimeProps {
  job: TrainingJob;
  /** The server's clock, seconds since 1970; 0 when it is not known. */
  now: number;
}

function TrainingTime({ job, now }: TimeProps) {
  const { t, format } = useLanguage();
  if (job.TrainingTimeInSeconds !== undefined) {
    return <>{format.duration(job.TrainingTimeInSeconds)}</>;
  }
  const begin = job.TrainingStartTime;
  if (begin === undefined || now === 0) return <>–</>;
  const duration = format.duration(now - begin.getTime() / 1000);
  return <>{t("jobs.facts.soFar", { duration })}</>;
}

/** The report lies beside the model, an archive or, where the key ends with a slash, loose files. */
function Downloads({ job, model }: { job: TrainingJob; model: S3Place }) {
  const { t } = useLanguage();
  const report = { ...model, key: model.key.replace(/[^/]*\/?$/, "report.html") };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ObjectButton place={report} text={t("jobs.report")} icon="external" told={AS_PAGE} isPage />
      {!model.key.endsWith("/") && (
        <ObjectButton
          place={model}
          text={t("jobs.archive")}
          icon="download"
          told={asFile(`${job.TrainingJobName}.tar.gz`)}
        />
      )}
    </SpaceBetween>
  );
}

interface ObjectButtonProps {
  place: S3Place;
  text: string;
  icon: "external" | "download";
  told: Told;
  /** Opened beside this page. */
  isPage?: boolean;
}

/** A link that the browser follows by itself: an archive of gigabytes never lies in the page. */
function ObjectButton({ place, text, icon, told, isPage = false }: ObjectButtonProps) {
  const { data } = useQuery({
    queryKey: ["address", place.bucket, place.key, told],
    queryFn: () => objectAddress(place, told),
    staleTime: 0,
    refetchInterval: 10 * 60_000,
  });
  return (
    <Button
      iconName={icon}
      disabled={data === undefined}
      {...(data === undefined ? {} : { href: data })}
      {...(isPage ? { target: "_blank", rel: "noopener" } : { download: true })}
    >
      {text}
    </Button>
  );
}
