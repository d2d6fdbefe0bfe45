import Button from "@cloudscape-design/components/button";
import { useLanguage } from "../i18n/language";
import type { NameAdvice } from "./use_name";
import { TextField } from "../shell/text_field";

interface Props {
  label: string;
  description: string;
  /** What is said of a name that is taken. */
  takenText: string;
  /** What is said of one that none can be, where that is not the rule of most. */
  badText?: string;
  isWrong: boolean;
  /** Null: nothing was typed, and the suggested name is shown. */
  typed: string | null;
  name: string;
  advice: NameAdvice;
  onChange: (name: string) => void;
}

/** A name that nothing else may have: a taken one is answered with a free one. */
export function NameField(props: Props) {
  const { t } = useLanguage();
  const { advice, onChange } = props;
  const isTaken = props.typed !== null && advice.isTaken;
  return (
    <TextField
      label={props.label}
      description={props.description}
      fault={
        props.isWrong
          ? (props.badText ?? t("train.name.bad"))
          : isTaken
            ? props.takenText
            : undefined
      }
      value={props.name}
      beside={
        isTaken ? (
          <Button formAction="none" onClick={() => onChange(advice.free)}>
            {t("train.name.use", { name: advice.free })}
          </Button>
        ) : undefined
      }
      onChange={onChange}
    />
  );
}
