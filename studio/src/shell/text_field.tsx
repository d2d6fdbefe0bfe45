import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { ReactNode } from "react";
import { useLanguage } from "../i18n/language";

interface Props {
  label: string;
  isOptional?: boolean;
  description?: string;
  /** Below the field, in small. */
  hint?: string | undefined;
  /** What is wrong with the value; undefined or empty: nothing. */
  fault?: string | undefined;
  value: string;
  placeholder?: string;
  /** Beside the field. */
  beside?: ReactNode;
  onChange: (value: string) => void;
}

/** A line for a name, an address or an id. */
export function TextField(props: Props) {
  const { t } = useLanguage();
  const { label, isOptional, description, hint, fault, value, placeholder, beside } = props;
  return (
    <FormField
      label={
        isOptional ? (
          <>
            {label} <i>– {t("train.optional")}</i>
          </>
        ) : (
          label
        )
      }
      description={description}
      constraintText={hint}
      errorText={fault}
      secondaryControl={beside}
    >
      <Input
        value={value}
        placeholder={placeholder ?? ""}
        spellcheck={false}
        onChange={({ detail }) => props.onChange(detail.value)}
      />
    </FormField>
  );
}
