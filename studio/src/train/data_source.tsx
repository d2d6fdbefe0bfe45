import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Grid from "@cloudscape-design/components/grid";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { parseS3Uri } from "../api/storage";
import { Browser } from "../data/browser";
import { CheckPanel } from "../data/check_panel";
import { Layout } from "../data/layout";
import { Samples } from "../data/samples";
import { WhatIsSeen } from "../data/what_is_seen";
import { useLanguage } from "../i18n/language";
import { Copied } from "../shell/copied";
import { Section } from "../shell/section";
import { TextField } from "../shell/text_field";
import type { PartProps } from "./part";
import { dataUriOf, type Settings } from "./settings";
import { valuesOf } from "./values";

/** What the model learns from, and what the server's check says of it. */
export function DataSource(props: PartProps) {
  const { t } = useLanguage();
  const { settings, card, onChange } = props;
  const data = card.DefaultData;
  return (
    <Section title={t("train.data")} more={t("train.dataMore")}>
      <SpaceBetween size="m">
        <Tiles
          value={settings.source}
          ariaLabel={t("train.data")}
          onChange={({ detail }) => onChange({ source: detail.value as Settings["source"] })}
          columns={4}
          items={[
            {
              value: "default",
              label: t("train.data.default"),
              description:
                data === undefined ? t("train.data.noDefault") : <span lang="en">{data.Name}</span>,
              disabled: data === undefined,
            },
            { value: "find", label: t("train.data.find"), description: t("train.data.findMore") },
            {
              value: "upload",
              label: t("train.data.upload"),
              description: t("train.data.uploadMore"),
            },
            { value: "s3", label: t("train.data.s3"), description: t("train.data.s3More") },
          ]}
        />
        <Grid
          gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}
        >
          <Chosen {...props} />
          <Checked {...props} />
        </Grid>
        <Layout task={card.Task} />
      </SpaceBetween>
    </Section>
  );
}

/** The way to the data that this source has, and some of its examples. */
function Chosen({ settings, faults, isTried, card, defaults, onChange }: PartProps) {
  const { t } = useLanguage();
  const uri = dataUriOf(settings, card);
  const isUpload = settings.source === "upload";
  const isShownWrong = faults.dataUri && (isTried || settings.dataUri !== "");
  return (
    <SpaceBetween size="m">
      {settings.source !== "s3" && uri !== "" && (
        <div>
          <Box variant="awsui-key-label">{t("train.data.uri")}</Box>
          <Copied text={uri} />
        </div>
      )}
      {(settings.source === "find" || isUpload) && (
        <>
          {faults.dataUri && isTried && (
            <div tabIndex={-1} data-fault>
              <Box color="text-status-error">
                {t(isUpload ? "train.data.uploadFirst" : "train.data.chooseFolder")}
              </Box>
            </div>
          )}
          <Browser
            key={settings.source}
            takesPictures={card.Task === "image-classification"}
            isForUpload={isUpload}
            defaultBucket={defaults.OutputBucket}
            uri={settings.dataUri}
            onChoose={(dataUri) => onChange({ dataUri })}
          />
        </>
      )}
      {settings.source === "s3" && (
        <TextField
          label={t("train.data.uri")}
          fault={isShownWrong ? t("train.data.badUri") : undefined}
          value={settings.dataUri}
          placeholder={t("train.data.uriHint")}
          onChange={(dataUri) => onChange({ dataUri })}
        />
      )}
      <OtherChannels settings={settings} onChange={onChange} />
      {parseS3Uri(uri) !== null && <Samples task={card.Task} uri={uri} />}
    </SpaceBetween>
  );
}

/** What a job that is trained again had beside its training data. */
function OtherChannels({ settings, onChange }: Pick<PartProps, "settings" | "onChange">) {
  const { t } = useLanguage();
  if (settings.otherChannels.length === 0) return null;
  return (
    <div>
      {settings.otherChannels.map((channel) => (
        <div key={channel.name} className="studio-row">
          <span className="studio-wrap">
            {channel.name}: {channel.uri}
          </span>
          <Button
            variant="inline-link"
            formAction="none"
            ariaLabel={t("train.data.leaveOutOf", { name: channel.name })}
            onClick={() =>
              onChange({
                otherChannels: settings.otherChannels.filter((one) => one !== channel),
              })
            }
          >
            {t("train.data.leaveOut")}
          </Button>
        </div>
      ))}
    </div>
  );
}

function Checked({ settings, faults, card }: PartProps) {
  const { t } = useLanguage();
  const uri = dataUriOf(settings, card);
  return (
    <section aria-label={t("data.check")}>
      <SpaceBetween size="xs">
        <Box variant="h3">{t("data.check")}</Box>
        {parseS3Uri(uri) === null ? (
          <Box color="text-body-secondary">{t("data.checkNothing")}</Box>
        ) : faults.role ? (
          <Box color="text-body-secondary">{t("data.checkNoRole")}</Box>
        ) : (
          <>
            <CheckPanel modelId={card.ModelId} role={settings.role.trim()} uri={uri} />
            {!faults.hyperparameters && (
              <WhatIsSeen
                modelId={card.ModelId}
                role={settings.role.trim()}
                uri={uri}
                hyperparameters={valuesOf(settings.changed)}
              />
            )}
          </>
        )}
      </SpaceBetween>
    </section>
  );
}
