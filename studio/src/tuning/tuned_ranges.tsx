import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Multiselect from "@cloudscape-design/components/multiselect";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useLanguage } from "../i18n/language";
import { Section } from "../shell/section";
import type { TuningPart } from "./part";
import { RangeField } from "./range_field";
import { firstRange, type TunedRange } from "./ranges";

/** Which hyperparameters are looked for, and where. */
export function TunedRanges({ settings, isTried, card, onChange }: TuningPart) {
  const { t } = useLanguage();
  const { ranges, strategy } = settings;
  const options = card.Hyperparameters.map((one) => ({ value: one.Name, label: one.Name }));
  const choose = (names: readonly string[]) =>
    onChange({
      ranges: card.Hyperparameters.filter((one) => names.includes(one.Name)).map(
        (one) => ranges.find((range) => range.name === one.Name) ?? firstRange(one),
      ),
    });
  const change = (next: TunedRange) =>
    onChange({ ranges: ranges.map((range) => (range.name === next.name ? next : range)) });
  return (
    <Section title={t("tune.ranges")} more={t("tune.rangesMore")}>
      <SpaceBetween size="l">
        <FormField
          label={t("tune.tuned")}
          description={t("tune.tunedMore")}
          errorText={isTried && ranges.length === 0 ? t("tune.tuned.none") : undefined}
        >
          <Multiselect
            options={options}
            filteringType="auto"
            placeholder={t("tune.tuned.choose")}
            tokenLimit={6}
            selectedOptions={options.filter((option) =>
              ranges.some((range) => range.name === option.value),
            )}
            onChange={({ detail }) =>
              choose(detail.selectedOptions.map((option) => option.value ?? ""))
            }
          />
        </FormField>
        {ranges.map((range) => {
          const declared = card.Hyperparameters.find((one) => one.Name === range.name);
          return (
            declared !== undefined && (
              <RangeField
                key={range.name}
                declared={declared}
                range={range}
                strategy={strategy}
                onChange={change}
              />
            )
          );
        })}
        {strategy === "Grid" && (
          <Box color="text-body-secondary" variant="small">
            {t("tune.gridValues")}
          </Box>
        )}
      </SpaceBetween>
    </Section>
  );
}
