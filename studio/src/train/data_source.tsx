import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import type { Task } from "../api/cards";
import { useLanguage } from "../i18n/language";
import type { Key } from "../i18n/words";
import { TextField } from "../shell/text_field";
import type { PartProps } from "./part";
import type { Settings } from "./settings";

/** What the model learns from. */
export function DataSource({ settings, faults, isTried, card, onChange }: PartProps) {
  const { t } = useLanguage();
  const data = card.DefaultData;
  const isShownWrong = faults.dataUri && (isTried || settings.dataUri !== "");
  return (
    <Container
      header={
        <Header variant="h2" description={t("train.dataMore")}>
          {t("train.data")}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Tiles
          value={settings.source}
          ariaLabel={t("train.data")}
          onChange={({ detail }) => onChange({ source: detail.value as Settings["source"] })}
          columns={2}
          items={[
            {
              value: "default",
              label: t("train.data.default"),
              description:
                data === undefined ? t("train.data.noDefault") : <span lang="en">{data.Name}</span>,
              disabled: data === undefined,
            },
            { value: "s3", label: t("train.data.s3"), description: t("train.data.s3More") },
          ]}
        />
        {settings.source === "s3" && (
          <TextField
            label={t("train.data.uri")}
            fault={isShownWrong ? t("train.data.badUri") : undefined}
            value={settings.dataUri}
            placeholder={t("train.data.uriHint")}
            onChange={(dataUri) => onChange({ dataUri })}
          />
        )}
        <Layout task={card.Task} />
      </SpaceBetween>
    </Container>
  );
}

const LAYOUTS: Record<Task, { key: Key; example: string }> = {
  "image-classification": {
    key: "train.data.images",
    example: "flowers/roses/1.jpg\nflowers/roses/2.jpg\nflowers/tulips/1.jpg",
  },
  "text-classification": {
    key: "train.data.texts",
    example: '1,"what a fine day"\n0,"never again"',
  },
};

/** How data of the task must lie, with an example. */
function Layout({ task }: { task: Task }) {
  const { t } = useLanguage();
  const { key, example } = LAYOUTS[task];
  return (
    <ExpandableSection headerText={t("train.data.learnMore")}>
      <Box variant="p">{t(key)}</Box>
      <pre className="studio-example" tabIndex={0} aria-label={t("train.data.learnMore")}>
        {example}
      </pre>
    </ExpandableSection>
  );
}
