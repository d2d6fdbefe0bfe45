import { lazy, type ComponentType } from "react";
import { connection, isServerThere } from "../api/connection";
import { CONNECTION_LOST, Failure } from "../api/failure";
import { fetchPart } from "../api/part";

const BETWEEN = 2000;

/** Loads the page anew once the server answers: a style sheet that was missed is not asked again. */
function reloadWhenThere(): Promise<never> {
  const timer = setInterval(() => {
    void isServerThere().then((isThere) => {
      if (!isThere) return;
      clearInterval(timer);
      location.reload();
    });
  }, BETWEEN);
  return new Promise(() => {});
}

/** A component that is fetched when it is first shown, and waits for a server that is away. */
export function shownPart<Props>(get: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(async () => {
    try {
      return await fetchPart(get);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== CONNECTION_LOST) throw thrown;
      connection.failed(thrown);
      return reloadWhenThere();
    }
  });
}
