import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import type { InstanceType } from "../api/defaults";
import { useLanguage } from "../i18n/language";

interface Props {
  types: readonly InstanceType[];
  value: string;
  /** What runs in its place, in the server's words. */
  standsBehind: string;
  onChange: (name: string) => void;
}

/** An instance type, with what it is known for. */
export function InstanceSelect({ types, value, standsBehind, onChange }: Props) {
  const { t } = useLanguage();
  const describe = (type: InstanceType) => [
    type.Gpus > 0
      ? t("train.instance.gpus", {
          count: type.Gpus,
          gpu: type.Gpu,
          memory: type.GpuMemoryGib,
        })
      : t("train.instance.cpus", { count: type.Cpus }),
    t("train.instance.memory", { memory: type.MemoryGib }),
  ];
  const options = types.map((type) => ({
    value: type.Name,
    label: type.Name,
    tags: describe(type),
    ...(type.IsRecommended ? { labelTag: t("train.instance.recommended") } : {}),
  }));
  return (
    <FormField label={t("train.instance")} constraintText={<span lang="en">{standsBehind}</span>}>
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
        filteringType="auto"
        triggerVariant="label"
      />
    </FormField>
  );
}
