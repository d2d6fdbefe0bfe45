import { useState, type FormEvent } from "react";
import { useFirstFault } from "./first_fault";

/**
 * How a form is sent: what is empty or wrong counts once somebody has pressed, and what is right
 * is sent once.
 */
export function useForm(isFaulty: boolean, isBusy: boolean, send: () => void) {
  const [isTried, setTried] = useState(false);
  const { form, leadToFault } = useFirstFault();
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (isFaulty) return leadToFault();
    if (!isBusy) send();
  };
  return { form, isTried, isFaulty, isBusy, submit };
}

export type FormState = ReturnType<typeof useForm>;
