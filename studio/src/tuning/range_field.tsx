import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Multiselect from "@cloudscape-design/components/multiselect";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import type { Hyperparameter } from "../api/cards";
import { useLanguage } from "../i18n/language";
import { joined, listOf } from "../security/lists";
import { TextField } from "../shell/text_field";
import { useRangeWords } from "../train/range_words";
import {
  isListed,
  isNumeric,
  rangeFaults,
  SCALES,
  type RangeFault,
  type Strategy,
  type TunedRange,
} from "./ranges";

interface Props {
  declared: Hyperparameter;
  range: TunedRange;
  strategy: Strategy;
  onChange: (range: TunedRange) => void;
}

/** Where one hyperparameter is looked for: from here to there, or value by value. */
export function RangeField(props: Props) {
  const { t } = useLanguage();
  const { declared, range, strategy, onChange } = props;
  return (
    <div role="group" aria-label={declared.Name} className="studio-range">
      <div className="studio-row">
        <div>
          <Box variant="h3">{declared.Name}</Box>
          <Box variant="small" color="text-body-secondary">
            <span lang="en">{declared.Help}</span>
          </Box>
        </div>
        {isNumeric(declared) && strategy !== "Grid" && (
          <SegmentedControl
            label={t("tune.how", { name: declared.Name })}
            selectedId={range.isListed ? "values" : "range"}
            options={[
              { id: "range", text: t("tune.how.range") },
              { id: "values", text: t("tune.how.values") },
            ]}
            onChange={({ detail }) =>
              onChange({ ...range, isListed: detail.selectedId === "values" })
            }
          />
        )}
      </div>
      {isListed(range, strategy) ? <Values {...props} /> : <Ends {...props} />}
    </div>
  );
}

function useFaultWords() {
  const { t } = useLanguage();
  const words = useRangeWords();
  return (fault: RangeFault | null) => {
    if (fault === null) return undefined;
    switch (fault.kind) {
      case "order":
      case "logarithmic":
      case "reverse":
      case "empty":
      case "twice":
      case "many":
        return t(`tune.fault.${fault.kind}`);
      default:
        return words.fault(fault);
    }
  };
}

function Ends({ declared, range, strategy, onChange }: Props) {
  const { t } = useLanguage();
  const say = useFaultWords();
  const words = useRangeWords();
  const faults = rangeFaults(declared, range, strategy);
  // Of whole numbers there is no reverse.
  const scales = SCALES.filter(
    (scale) => declared.Type === "Real" || scale !== "ReverseLogarithmic",
  ).map((value) => ({
    value,
    label: t(`tune.scale.${value}`),
    description: t(`tune.scale.${value}.more`),
  }));
  const limits = words.range(declared.Minimum, declared.Maximum);
  return (
    <div className="studio-range-ends">
      <TextField
        label={t("tune.from")}
        hint={limits}
        fault={say(faults.minimum)}
        value={range.minimum}
        onChange={(minimum) => onChange({ ...range, minimum })}
      />
      <TextField
        label={t("tune.to")}
        hint={limits}
        fault={say(faults.maximum)}
        value={range.maximum}
        onChange={(maximum) => onChange({ ...range, maximum })}
      />
      <FormField label={t("tune.scale")}>
        <Select
          options={scales}
          selectedOption={scales.find((scale) => scale.value === range.scale) ?? null}
          onChange={({ detail }) =>
            onChange({ ...range, scale: detail.selectedOption.value as TunedRange["scale"] })
          }
        />
      </FormField>
    </div>
  );
}

function Values({ declared, range, strategy, onChange }: Props) {
  const { t } = useLanguage();
  const fault = useFaultWords()(rangeFaults(declared, range, strategy).values);
  const choices = declared.Type === "Boolean" ? ["True", "False"] : (declared.Choices ?? []);
  const set = (values: string) => onChange({ ...range, values });
  if (choices.length === 0) {
    return (
      <TextField
        label={t("tune.values")}
        hint={t("tune.valuesMore")}
        fault={fault}
        value={range.values}
        onChange={set}
      />
    );
  }
  const options = choices.map((value) => ({ value, label: value }));
  const chosen = listOf(range.values);
  return (
    <FormField label={t("tune.values")} errorText={fault}>
      <Multiselect
        options={options}
        tokenLimit={8}
        selectedOptions={options.filter((option) => chosen.includes(option.value))}
        onChange={({ detail }) =>
          set(joined(detail.selectedOptions.map((option) => option.value ?? "")))
        }
      />
    </FormField>
  );
}
