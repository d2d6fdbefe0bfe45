import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ModelCard } from "../api/cards";
import { useDefaults, useModelCards } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { addressOf } from "../shell/route";
import { Waiting } from "../shell/waiting";
import { Browser } from "./browser";
import { CheckPanel } from "./check_panel";
import { Layout } from "./layout";
import { Samples } from "./samples";

/** Buckets and folders, and for a folder what a model would make of it. */
export default function DataPage({ open }: { open?: string }) {
  const { t } = useLanguage();
  const [uri, setUri] = useState("");
  const defaults = useDefaults();
  if (defaults.data === undefined) {
    return defaults.error === null ? (
      <Waiting />
    ) : (
      <FailureAlert
        header={t("settings.failed")}
        thrown={defaults.error}
        onTryAgain={() => void defaults.refetch()}
      />
    );
  }
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={t("data.intro")}>
          {t("data.title")}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container>
          <Browser
            defaultBucket={defaults.data.OutputBucket}
            uri={uri}
            open={open}
            takesPictures
            onChoose={setUri}
          />
        </Container>
        {uri !== "" && <ForModel uri={uri} role={defaults.data.RoleArn} />}
      </SpaceBetween>
    </ContentLayout>
  );
}

/** The chosen folder as a model's data set. */
function ForModel({ uri, role }: { uri: string; role: string }) {
  const { t } = useLanguage();
  const cards = useModelCards();
  const usable = (cards.data ?? []).filter((card) => card.FineTunable && card.IsHere);
  const [chosen, setChosen] = useState("");
  const card = usable.find((one) => one.ModelId === chosen) ?? usable[0];
  if (card === undefined) return cards.isPending ? <Waiting /> : null;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={<span className="studio-wrap">{uri}</span>}
          actions={
            <Button variant="primary" href={addressOf("train-on", card.ModelId, uri)}>
              {t("data.trainOn")}
            </Button>
          }
        >
          {t("data.asData")}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ModelSelect cards={usable} chosen={card} onChange={setChosen} />
        <Grid
          gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}
        >
          <SpaceBetween size="m">
            <Samples task={card.Task} uri={uri} />
            <Layout task={card.Task} />
          </SpaceBetween>
          <section aria-label={t("data.check")}>
            <Box variant="h3" padding={{ bottom: "xs" }}>
              {t("data.check")}
            </Box>
            {role === "" ? (
              <Alert type="info">{t("train.role.none")}</Alert>
            ) : (
              <CheckPanel modelId={card.ModelId} role={role} uri={uri} />
            )}
          </section>
        </Grid>
      </SpaceBetween>
    </Container>
  );
}

interface ModelSelectProps {
  cards: readonly ModelCard[];
  chosen: ModelCard;
  onChange: (modelId: string) => void;
}

function ModelSelect({ cards, chosen, onChange }: ModelSelectProps) {
  const { t } = useLanguage();
  const options = cards.map((card) => ({
    value: card.ModelId,
    label: card.Name,
    description: t(`models.task.${card.Task}`),
  }));
  return (
    <FormField label={t("data.forModel")}>
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === chosen.ModelId) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </FormField>
  );
}
