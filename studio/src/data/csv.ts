/** The whole rows of a CSV text; of one that was cut off, the last row is left out. */
export function rowsOfCsv(text: string, isWhole: boolean, most: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = () => {
    row.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (row.some((one) => one !== "")) rows.push(row);
    row = [];
  };
  const plain = text.replace(/^\uFEFF/, "");
  for (let k = 0; k < plain.length && rows.length < most; ++k) {
    const letter = plain[k];
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (plain[k + 1] === '"') {
        cell += '"';
        ++k;
      } else isQuoted = false;
    } else if (letter === '"' && cell === "") isQuoted = true;
    else if (letter === ",") endCell();
    else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && plain[k + 1] === "\n") ++k;
      endRow();
    } else cell += letter;
  }
  if (isWhole && rows.length < most && (cell !== "" || row.length > 0)) endRow();
  return rows;
}
