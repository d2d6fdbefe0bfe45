import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { TEXT_TYPE } from "../api/answers";
import type { TransformJob } from "../api/transform_jobs";
import { useLanguage } from "../i18n/language";
import { isAtWork } from "../jobs/states";
import { Copied } from "../shell/copied";
import { addressOf } from "../shell/route";

/** What was asked about, by which model, and the way to the answers. */
export function TransformFacts({ job }: { job: TransformJob }) {
  const { t, format } = useLanguage();
  const input = job.TransformInput;
  const uri = input?.DataSource?.S3DataSource?.S3Uri ?? "";
  const output = job.TransformOutput?.S3OutputPath ?? "";
  const begin = job.TransformStartTime;
  const end = job.TransformEndTime;
  const content = input?.ContentType ?? "";
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button
              href={addressOf("data", output)}
              variant={isAtWork(job.TransformJobStatus) ? "normal" : "primary"}
            >
              {t("transform.open")}
            </Button>
          }
        >
          {t("transform.about")}
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        minColumnWidth={240}
        items={[
          { label: t("transform.model"), value: job.ModelName ?? "–" },
          { label: t("transform.input"), value: <Copied text={uri} /> },
          { label: t("transform.output"), value: <Copied text={output} /> },
          {
            label: t("transform.question"),
            value:
              input?.SplitType === "Line"
                ? t("transform.question.line")
                : t(
                    content === TEXT_TYPE ? "transform.question.text" : "transform.question.object",
                  ),
          },
          { label: t("transform.content"), value: content || "–" },
          { label: t("train.instance"), value: job.TransformResources?.InstanceType ?? "–" },
          {
            label: t("jobs.created"),
            value: job.CreationTime === undefined ? "–" : format.dateTime(job.CreationTime),
          },
          {
            label: t("jobs.duration"),
            value:
              begin === undefined || end === undefined
                ? "–"
                : format.duration((end.getTime() - begin.getTime()) / 1000),
          },
          { label: t("transform.arn"), value: <Copied text={job.TransformJobArn ?? ""} /> },
        ]}
      />
    </Container>
  );
}
