import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import type { TuningJob } from "../api/tuning_jobs";
import { useLanguage } from "../i18n/language";
import { Copied } from "../shell/copied";
import { addressOf } from "../shell/route";
import { parentCardOf, parentOf } from "../jobs/parent";

/** What was asked for. */
export function TuningFacts({ job }: { job: TuningJob }) {
  const { t, format } = useLanguage();
  const config = job.HyperParameterTuningJobConfig;
  const definition = job.TrainingJobDefinition;
  const ranges = config?.ParameterRanges;
  const numbers = [
    ...(ranges?.ContinuousParameterRanges ?? []),
    ...(ranges?.IntegerParameterRanges ?? []),
  ];
  const fixed = Object.entries(definition?.StaticHyperParameters ?? {});
  const data = (definition?.InputDataConfig ?? []).map(
    (channel) => channel.DataSource?.S3DataSource?.S3Uri ?? "",
  );
  const output = definition?.OutputDataConfig?.S3OutputPath ?? "";
  const lines = (texts: readonly string[]) =>
    texts.length === 0 ? "–" : texts.map((text) => <div key={text}>{text}</div>);
  return (
    <Container header={<Header variant="h2">{t("tuning.about")}</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={240}
        items={[
          { label: t("jobs.facts.parent"), value: <Model job={job} /> },
          { label: t("tune.strategy"), value: config?.Strategy ?? "–" },
          { label: t("train.instance"), value: definition?.ResourceConfig?.InstanceType ?? "–" },
          {
            label: t("tune.ranges"),
            value: lines([
              ...numbers.map((one) => `${one.Name}: ${one.MinValue} – ${one.MaxValue}`),
              ...(ranges?.CategoricalParameterRanges ?? []).map(
                (one) => `${one.Name}: ${(one.Values ?? []).join(", ")}`,
              ),
            ]),
          },
          {
            label: t("tuning.fixed"),
            value: lines(fixed.map(([name, value]) => `${name}: ${value}`)),
          },
          { label: t("train.data"), value: lines(data) },
          { label: t("tuning.arn"), value: <Copied text={job.HyperParameterTuningJobArn ?? ""} /> },
          { label: t("train.output"), value: <Copied text={output} /> },
          {
            label: t("jobs.created"),
            value: job.CreationTime === undefined ? "–" : format.dateTime(job.CreationTime),
          },
        ]}
      />
    </Container>
  );
}

function Model({ job }: { job: TuningJob }) {
  const definition = job.TrainingJobDefinition ?? {};
  const card = parentCardOf(definition);
  return card === null ? (
    <>{parentOf(definition) || "–"}</>
  ) : (
    <Link href={addressOf("train", card)}>{card}</Link>
  );
}
