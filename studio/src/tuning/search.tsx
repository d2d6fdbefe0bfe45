import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLanguage } from "../i18n/language";
import { Section } from "../shell/section";
import { TextField } from "../shell/text_field";
import type { TuningPart } from "./part";
import { combinations, STRATEGIES } from "./ranges";
import {
  metricsOf,
  MOST_AT_ONCE,
  MOST_TRIALS,
  type Metric,
  type TuningSettings,
} from "./tuning_settings";

/** How it is looked for, by which figure, and for how long. */
export function Search(props: TuningPart) {
  const { t } = useLanguage();
  const { settings, faults, onChange } = props;
  const strategies = STRATEGIES.map((value) => ({
    value,
    label: t(`tune.strategy.${value}`),
    description: t(`tune.strategy.${value}.more`),
  }));
  const metrics = metricsOf(settings).map((value) => ({
    value,
    label: value,
    description: t(value.endsWith("loss") ? "tune.metric.less" : "tune.metric.more"),
  }));
  return (
    <Section title={t("tune.search")} more={t("tune.searchMore")}>
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <FormField
            label={t("tune.strategy")}
            constraintText={t(`tune.strategy.${settings.strategy}.more`)}
          >
            <Select
              options={strategies}
              selectedOption={strategies.find((one) => one.value === settings.strategy) ?? null}
              onChange={({ detail }) =>
                onChange({ strategy: detail.selectedOption.value as TuningSettings["strategy"] })
              }
            />
          </FormField>
          <FormField
            label={t("tune.metric")}
            constraintText={t(
              settings.metric.endsWith("loss") ? "tune.metric.less" : "tune.metric.more",
            )}
            errorText={faults.metric ? t("tune.metric.binary") : undefined}
          >
            <Select
              options={metrics}
              selectedOption={
                metrics.find((one) => one.value === settings.metric) ?? { label: settings.metric }
              }
              onChange={({ detail }) => onChange({ metric: detail.selectedOption.value as Metric })}
            />
          </FormField>
          <Trials {...props} />
          <TextField
            label={t("tune.atOnce")}
            description={t("tune.atOnceMore")}
            fault={faults.atOnce ? t("tune.count", { most: MOST_AT_ONCE }) : undefined}
            value={settings.atOnce}
            onChange={(atOnce) => onChange({ atOnce })}
          />
        </ColumnLayout>
        {settings.strategy !== "Hyperband" && (
          <Checkbox
            checked={settings.stopsEarly}
            description={t("tune.stopsEarlyMore")}
            onChange={({ detail }) => onChange({ stopsEarly: detail.checked })}
          >
            {t("tune.stopsEarly")}
          </Checkbox>
        )}
      </SpaceBetween>
    </Section>
  );
}

/** How many trials there are at most; Grid has as many as there are combinations. */
function Trials({ settings, faults, onChange }: TuningPart) {
  const { t } = useLanguage();
  if (settings.strategy !== "Grid") {
    return (
      <TextField
        label={t("tune.trials")}
        description={t("tune.trialsMore")}
        fault={faults.trials ? t("tune.count", { most: MOST_TRIALS }) : undefined}
        value={settings.trials}
        onChange={(trials) => onChange({ trials })}
      />
    );
  }
  const count = combinations(settings.ranges);
  return (
    <FormField
      label={t("tune.trials")}
      errorText={faults.trials ? t("tune.combinations.many", { most: MOST_TRIALS }) : undefined}
    >
      <Box>{t("tune.combinations", { count })}</Box>
    </FormField>
  );
}
