import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Toggle from "@cloudscape-design/components/toggle";
import type { Hyperparameter } from "../api/cards";
import { useLanguage } from "../i18n/language";
import { faultOf, type ValueFault } from "./values";

interface Props {
  declared: Hyperparameter;
  /** What was typed; undefined: the default. */
  value: string | undefined;
  onChange: (value: string) => void;
}

/** One hyperparameter: its control by its type, its range checked while typing. */
export function HyperparameterField({ declared, value, onChange }: Props) {
  const { t } = useLanguage();
  const words = useRangeWords();
  const fault = value === undefined ? null : faultOf(declared, value);
  const range = words.range(declared.Minimum, declared.Maximum);
  const facts = [t("train.default", { value: declared.Default }), range].filter(
    (fact) => fact !== "",
  );
  return (
    <FormField
      label={declared.Name}
      description={<span lang="en">{declared.Help}</span>}
      constraintText={facts.join(" · ")}
      errorText={fault === null ? undefined : words.fault(fault)}
    >
      <Control declared={declared} value={value ?? declared.Default} onChange={onChange} />
    </FormField>
  );
}

function Control({ declared, value, onChange }: Props & { value: string }) {
  if (declared.Type === "Boolean") {
    return (
      <Toggle
        checked={value.toLowerCase() === "true"}
        onChange={({ detail }) => onChange(detail.checked ? "True" : "False")}
      >
        {value}
      </Toggle>
    );
  }
  if (declared.Choices !== undefined && declared.Choices.length > 0) {
    const options = declared.Choices.map((choice) => ({ value: choice, label: choice }));
    return (
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? declared.Default)}
      />
    );
  }
  return (
    <Input
      value={value}
      inputMode={declared.Type === "Integer" ? "numeric" : "decimal"}
      spellcheck={false}
      onChange={({ detail }) => onChange(detail.value)}
    />
  );
}

function useRangeWords() {
  const { t } = useLanguage();
  const range = (minimum: number | undefined, maximum: number | undefined) => {
    if (minimum !== undefined && maximum !== undefined)
      return t("train.range", { minimum, maximum });
    if (minimum !== undefined) return t("train.rangeFrom", { minimum });
    return maximum !== undefined ? t("train.rangeTo", { maximum }) : "";
  };
  const fault = (of: ValueFault) => {
    if (of.kind === "range") {
      return t("train.value.range", { range: range(of.minimum, of.maximum) });
    }
    return of.kind === "choice"
      ? t("train.value.choice", { choices: of.choices.join(", ") })
      : t(`train.value.${of.kind}`);
  };
  return { range, fault };
}
