import Badge from "@cloudscape-design/components/badge";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { HyperparameterField } from "./hyperparameter_field";
import type { PartProps } from "./part";
import { hasFaults, withValue } from "./values";

/** A field for each hyperparameter that the model declares, the advanced ones folded. */
export function Hyperparameters({ settings, card, isTried, onChange }: PartProps) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { changed } = settings;
  const fields = (isAdvanced: boolean) => (
    <ColumnLayout columns={2}>
      {card.Hyperparameters.filter((one) => one.IsAdvanced === isAdvanced).map((declared) => (
        <HyperparameterField
          key={declared.Name}
          declared={declared}
          value={changed[declared.Name]}
          onChange={(value) => onChange({ changed: withValue(changed, declared, value) })}
        />
      ))}
    </ColumnLayout>
  );
  const isWrongInside = hasFaults(
    card.Hyperparameters.filter((one) => one.IsAdvanced),
    changed,
  );
  const count = Object.keys(changed).length;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t("train.hyperparametersMore")}
          info={count > 0 && <Badge color="blue">{t("train.changed", { count })}</Badge>}
          actions={
            count > 0 && (
              <Button formAction="none" onClick={() => onChange({ changed: {} })}>
                {t("train.reset")}
              </Button>
            )
          }
        >
          {t("train.hyperparameters")}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {fields(false)}
        <ExpandableSection
          headerText={t("train.advanced")}
          // What is wrong is not folded away.
          expanded={isOpen || (isTried && isWrongInside)}
          onChange={({ detail }) => setOpen(detail.expanded)}
        >
          {fields(true)}
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}
