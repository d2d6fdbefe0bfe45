import { useState } from "react";

const A_PAGE = 10;

export interface Pages<Item> {
  items: Item[];
  text: string;
  setText: (text: string) => void;
  page: number;
  setPage: (page: number) => void;
  count: number;
  /** Whether a name is looked for, and found too seldom for a whole page. */
  wantsMore: boolean;
}

/** Named items ten at a time, those alone whose name has the text that is looked for. */
export function usePages<Item extends { name: string }>(all: readonly Item[]): Pages<Item> {
  const [text, setText] = useState("");
  const [page, setPage] = useState(1);
  const wanted = text.trim().toLowerCase();
  const found =
    wanted === "" ? all : all.filter((item) => item.name.toLowerCase().includes(wanted));
  const count = Math.max(1, Math.ceil(found.length / A_PAGE));
  const shown = Math.min(page, count);
  return {
    items: found.slice((shown - 1) * A_PAGE, shown * A_PAGE),
    text,
    setText: (next) => {
      setText(next);
      setPage(1);
    },
    page: shown,
    setPage,
    count,
    wantsMore: wanted !== "" && found.length < A_PAGE,
  };
}
