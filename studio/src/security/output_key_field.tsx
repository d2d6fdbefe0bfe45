import type { Defaults } from "../api/defaults";
import { useLanguage } from "../i18n/language";
import { KeyField } from "./key_field";
import { useFrom } from "./use_from";

interface Props {
  defaults: Defaults;
  value: string;
  onChange: (key: string) => void;
}

/** What a job's results are sealed with. */
export function OutputKeyField({ defaults, value, onChange }: Props) {
  const { t } = useLanguage();
  const from = useFrom(defaults);
  return (
    <KeyField
      label={t("train.outputKey")}
      description={t("train.outputKeyHint")}
      hint={from("OutputKmsKeyId")}
      value={value}
      onChange={onChange}
    />
  );
}
