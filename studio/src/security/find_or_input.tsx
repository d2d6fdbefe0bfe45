import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toFailure } from "../api/failure";
import type { Choice } from "../api/security";
import { useLanguage } from "../i18n/language";
import { joined, listOf } from "./lists";

interface Props {
  /** Names what is listed: ["roles"]. */
  kind: string;
  list: () => Promise<Choice[]>;
  label: string;
  description: string;
  isOptional?: boolean;
  /** Whether several can be chosen, which the value has separated by commas. */
  isSeveral?: boolean;
  hint?: string | undefined;
  fault?: string | undefined;
  value: string;
  placeholder?: string;
  onChange: (value: string) => void;
}

/** Chosen from a list, or typed by whoever may not list or knows better. */
export function FindOrInput(props: Props) {
  const { t } = useLanguage();
  const [wanted, setWanted] = useState<"find" | "input" | null>(null);
  const found = useQuery({ queryKey: ["security", props.kind], queryFn: props.list });
  // What cannot be listed is typed, unless somebody asks to see why.
  const isTyped = wanted === "input" || (wanted === null && found.error !== null);
  const { label, isOptional } = props;
  const refusal = found.error === null ? "" : toFailure(found.error).message;
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
      description={props.description}
      constraintText={[
        props.hint,
        wanted === null && refusal !== "" ? t("security.typed", { why: refusal }) : "",
      ]
        .filter(Boolean)
        .join(" ")}
      errorText={props.fault}
    >
      <div className="studio-beside">
        <div>
          {isTyped ? (
            <Input
              value={props.value}
              placeholder={props.placeholder ?? ""}
              spellcheck={false}
              onChange={({ detail }) => props.onChange(detail.value)}
            />
          ) : (
            <Found
              {...props}
              choices={found.data ?? []}
              status={found.isPending ? "loading" : found.error !== null ? "error" : "finished"}
              refusal={refusal}
              onAgain={() => void found.refetch()}
            />
          )}
        </div>
        <SegmentedControl
          label={t("security.how", { what: label })}
          selectedId={isTyped ? "input" : "find"}
          options={[
            { id: "find", text: t("security.find") },
            { id: "input", text: t("security.input") },
          ]}
          onChange={({ detail }) => setWanted(detail.selectedId === "input" ? "input" : "find")}
        />
      </div>
    </FormField>
  );
}

interface FoundProps extends Props {
  choices: Choice[];
  status: "loading" | "error" | "finished";
  refusal: string;
  onAgain: () => void;
}

function Found(props: FoundProps) {
  const { t } = useLanguage();
  const { isSeveral, isOptional, choices, value, onChange } = props;
  const chosen = isSeveral ? listOf(value) : value.trim() === "" ? [] : [value.trim()];
  const known = new Set(choices.map((choice) => choice.value));
  const options: SelectProps.Option[] = [
    ...choices.map((choice) => ({
      value: choice.value,
      label: choice.label,
      description: choice.about,
    })),
    // What was typed, or is the default, can be kept though no list has it.
    ...chosen.filter((one) => !known.has(one)).map((one) => ({ value: one, label: one })),
  ];
  const common = {
    statusType: props.status,
    loadingText: t("shell.loading"),
    errorText: props.refusal,
    recoveryText: t("shell.tryAgain"),
    onLoadItems: () => {
      if (props.status === "error") props.onAgain();
    },
    empty: t("security.none"),
    filteringType: options.length > 8 ? ("auto" as const) : ("none" as const),
  };
  if (isSeveral) {
    return (
      <Multiselect
        {...common}
        options={options}
        placeholder={t("security.nothing")}
        selectedOptions={options.filter((option) => chosen.includes(option.value ?? ""))}
        onChange={({ detail }) =>
          onChange(joined(detail.selectedOptions.map((option) => option.value ?? "")))
        }
      />
    );
  }
  const none: SelectProps.Option = { value: "", label: t("security.nothing") };
  const all = isOptional ? [none, ...options] : options;
  return (
    <Select
      {...common}
      options={all}
      placeholder={t("security.choose")}
      selectedOption={all.find((option) => option.value === (chosen[0] ?? "")) ?? null}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
    />
  );
}
