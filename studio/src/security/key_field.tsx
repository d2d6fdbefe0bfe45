import { listKeys } from "../api/security";
import { FindOrInput } from "./find_or_input";

interface Props {
  label: string;
  description: string;
  hint: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

/** A KMS key, by an alias from the list or as typed. */
export function KeyField(props: Props) {
  return <FindOrInput kind="keys" list={listKeys} isOptional placeholder="alias/…" {...props} />;
}
