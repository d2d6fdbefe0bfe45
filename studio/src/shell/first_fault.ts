import { useEffect, useRef, useState } from "react";

/** Leads to a form's first field that is wrong, once what was pressed is drawn. */
export function useFirstFault() {
  const form = useRef<HTMLFormElement>(null);
  const [presses, setPresses] = useState(0);
  useEffect(() => {
    if (presses === 0) return;
    form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-fault]")?.focus();
  }, [presses]);
  return { form, leadToFault: () => setPresses((before) => before + 1) };
}
