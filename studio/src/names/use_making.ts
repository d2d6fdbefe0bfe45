import { useMutation } from "@tanstack/react-query";
import type { Dispatch, SetStateAction } from "react";
import { CONNECTION_LOST, toFailure } from "../api/failure";
import { goTo } from "../shell/route";
import type { NameAdvice } from "./use_name";

/** What is asked for by one press. */
export interface Asked<Settings> {
  settings: Settings;
  name: string;
}

/** Whether nothing was changed since: a name that was proposed and is kept now is the same. */
export function isAsAsked<Settings extends { name: string | null }>(
  asked: Asked<Settings>,
  now: Asked<Settings>,
): boolean {
  return (
    asked.name === now.name &&
    (Object.keys(now.settings) as (keyof Settings)[]).every(
      (key) => key === "name" || asked.settings[key] === now.settings[key],
    )
  );
}

/** Has something made by a name, and goes to its page. */
export function useMaking<Settings extends { name: string | null }>(
  { settings, name }: Asked<Settings>,
  advice: NameAdvice,
  setSettings: Dispatch<SetStateAction<Settings>>,
  make: (of: Asked<Settings>) => Promise<unknown>,
  page: string,
) {
  const making = useMutation({ mutationFn: make });
  // Only while this page is there: who has gone elsewhere stays there.
  const send = () =>
    making.mutate(
      { settings, name },
      {
        onSuccess: (_, of) => goTo(page, of.name),
        onError: (thrown, of) => {
          // It may have been made: the same name cannot make a second one.
          if (toFailure(thrown).code !== CONNECTION_LOST) return;
          setSettings((now) => ({ ...now, name: now.name ?? of.name }));
        },
      },
    );
  const asked = making.variables;
  return {
    // What was refused is no longer asked for once something of it was changed.
    error: asked !== undefined && isAsAsked(asked, { settings, name }) ? making.error : null,
    // A suggested name is used only once it is known to be free.
    isBusy: making.isPending || (settings.name === null && !advice.isKnown),
    send,
  };
}
