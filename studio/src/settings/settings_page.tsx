import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useStanding } from "../api/asking";
import type { Defaults } from "../api/defaults";
import { useDefaults } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { LANGUAGES } from "../i18n/languages";
import { useFrom } from "../security/use_from";
import { Answer } from "../shell/answer";
import { Copied } from "../shell/copied";
import { Section } from "../shell/section";
import { chooseTheme, keptTheme, THEMES } from "../shell/theme";

/** What is filled in for everybody, where that is set, and how the page looks. */
export default function SettingsPage() {
  const { t } = useLanguage();
  const defaults = useStanding(useDefaults());
  return (
    <ContentLayout header={<Header variant="h1">{t("settings.title")}</Header>}>
      <SpaceBetween size="l">
        <Looks />
        <Answer {...defaults} header={t("settings.failed")}>
          {(known) => <Configured defaults={known} />}
        </Answer>
      </SpaceBetween>
    </ContentLayout>
  );
}

function Looks() {
  const { t, id, choose } = useLanguage();
  const [theme, setTheme] = useState(keptTheme);
  return (
    <Section title={t("settings.looks")} more={t("settings.looksMore")}>
      <ColumnLayout columns={2}>
        <FormField label={t("shell.language")}>
          <RadioGroup
            value={id}
            items={LANGUAGES.map((language) => ({
              value: language.id,
              label: <span lang={language.id}>{language.name}</span>,
            }))}
            onChange={({ detail }) => {
              const chosen = LANGUAGES.find((language) => language.id === detail.value);
              if (chosen !== undefined) choose(chosen.id);
            }}
          />
        </FormField>
        <FormField label={t("shell.theme")}>
          <RadioGroup
            value={theme}
            items={THEMES.map((value) => ({ value, label: t(`shell.theme.${value}`) }))}
            onChange={({ detail }) => {
              const chosen = THEMES.find((value) => value === detail.value);
              if (chosen === undefined) return;
              chooseTheme(chosen);
              setTheme(chosen);
            }}
          />
        </FormField>
      </ColumnLayout>
    </Section>
  );
}

function Configured({ defaults }: { defaults: Defaults }) {
  const { t, format } = useLanguage();
  const from = useFrom(defaults);
  const value = (member: keyof Defaults, text: string) => (
    <>
      {text === "" ? t("settings.none") : <Copied text={text} />}
      <Box variant="small" color="text-body-secondary" display="block">
        {from(member)}
      </Box>
    </>
  );
  return (
    <SpaceBetween size="l">
      <Section title={t("settings.defaults")} more={t("settings.defaultsMore")}>
        <KeyValuePairs
          columns={3}
          minColumnWidth={240}
          items={[
            { label: t("train.role"), value: value("RoleArn", defaults.RoleArn) },
            { label: t("train.subnets"), value: value("Subnets", defaults.Subnets.join(", ")) },
            {
              label: t("train.groups"),
              value: value("SecurityGroupIds", defaults.SecurityGroupIds.join(", ")),
            },
            {
              label: t("train.outputKey"),
              value: value("OutputKmsKeyId", defaults.OutputKmsKeyId),
            },
            {
              label: t("train.volumeKey"),
              value: value("VolumeKmsKeyId", defaults.VolumeKmsKeyId),
            },
            { label: t("train.output"), value: <Copied text={`s3://${defaults.OutputBucket}/`} /> },
          ]}
        />
      </Section>
      <Container header={<Header variant="h2">{t("settings.server")}</Header>}>
        <KeyValuePairs
          columns={3}
          minColumnWidth={240}
          items={[
            { label: t("settings.identity"), value: <Copied text={defaults.Identity} /> },
            { label: t("settings.account"), value: defaults.Account },
            { label: t("settings.region"), value: defaults.Region },
            { label: t("settings.address"), value: <Copied text={location.origin} /> },
            { label: t("settings.cpus"), value: format.number(defaults.Machine.Cpus) },
            {
              label: t("settings.memory"),
              value: format.bytes(defaults.Machine.AvailableMemoryBytes),
            },
          ]}
        />
      </Container>
    </SpaceBetween>
  );
}
