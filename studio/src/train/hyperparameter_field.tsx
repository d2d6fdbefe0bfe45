import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Toggle from "@cloudscape-design/components/toggle";
import type { Hyperparameter } from "../api/cards";
import { useLanguage } from "../i18n/language";
import { useRangeWords } from "./range_words";
import { faultOf } from "./values";

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
