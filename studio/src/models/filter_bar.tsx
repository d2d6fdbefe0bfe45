import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import TextFilter from "@cloudscape-design/components/text-filter";
import Grid from "@cloudscape-design/components/grid";
import type { ModelCard } from "../api/cards";
import { useLanguage } from "../i18n/language";
import { nameOfFamily } from "./families";
import { AVAILABILITIES, familiesOf, languagesOf, NO_FILTERS, type Filters } from "./filters";

const TASKS = ["all", "image-classification", "text-classification"] as const;

interface Props {
  cards: ModelCard[];
  filters: Filters;
  shown: number;
  onChange: (filters: Filters) => void;
}

/** Search and filters over all models. */
export function FilterBar({ cards, filters, shown, onChange }: Props) {
  const { t, id } = useLanguage();
  const names = new Intl.DisplayNames(id, { type: "language" });
  const set = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  const isFiltered = JSON.stringify(filters) !== JSON.stringify(NO_FILTERS);
  return (
    <Grid
      gridDefinition={[
        { colspan: { default: 12, s: 4 } },
        { colspan: { default: 6, s: 2 } },
        { colspan: { default: 6, s: 2 } },
        { colspan: { default: 6, s: 2 } },
        { colspan: { default: 6, s: 2 } },
      ]}
    >
      <FormField label={t("models.search")} stretch>
        <TextFilter
          filteringText={filters.text}
          filteringPlaceholder={t("models.search")}
          filteringAriaLabel={t("models.search")}
          countText={isFiltered ? t("models.shown", { shown, all: cards.length }) : ""}
          onChange={({ detail }) => set({ text: detail.filteringText })}
        />
      </FormField>
      <Choice
        label={t("models.task")}
        value={filters.task}
        options={TASKS.map((task) => ({ value: task, label: t(`models.task.${task}`) }))}
        onChange={(task) => set({ task, family: "all" })}
      />
      <Choice
        label={t("models.family")}
        value={filters.family}
        options={[
          { value: "all", label: t("models.family.all") },
          ...familiesOf(cards, filters.task).map((family) => ({
            value: family,
            label: nameOfFamily(family),
          })),
        ]}
        onChange={(family) => set({ family })}
      />
      <Choice
        label={t("models.language")}
        value={filters.language}
        options={[
          { value: "all", label: t("models.language.all") },
          ...languagesOf(cards).map((code) => ({ value: code, label: names.of(code) ?? code })),
        ]}
        onChange={(language) => set({ language })}
      />
      <Choice
        label={t("models.only")}
        value={filters.only}
        options={AVAILABILITIES.map((only) => ({ value: only, label: t(`models.only.${only}`) }))}
        onChange={(only) => set({ only })}
      />
    </Grid>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <FormField label={label}>
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value as Value)}
      />
    </FormField>
  );
}
