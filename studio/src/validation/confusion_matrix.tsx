import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import type { Validation, ValidationCell } from "../api/validation";
import { useLanguage } from "../i18n/language";
import { confusedMost, isRight, isSame, matrixOf, type Cell } from "./cells";

interface Props {
  validation: Validation;
  chosen: Cell | null;
  onChoose: (cell: Cell) => void;
}

/** How often each class was answered with each; a cell opens its examples. */
export function ConfusionMatrix(props: Props) {
  const rows = matrixOf(props.validation);
  return rows === null ? <Pairs {...props} /> : <Matrix {...props} rows={rows} />;
}

function Matrix({ validation, chosen, onChoose, rows }: Props & { rows: ValidationCell[][] }) {
  const { t, format } = useLanguage();
  return (
    <div>
      <Box variant="awsui-key-label">{t("jobs.confusion")}</Box>
      <div className="studio-matrix" tabIndex={0} role="region" aria-label={t("jobs.confusion")}>
        <table>
          <thead>
            <tr>
              <td>{t("jobs.confusion.axes")}</td>
              {validation.Labels.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, k) => (
              <tr key={validation.Labels[k]}>
                <th scope="row">{validation.Labels[k]}</th>
                {cells.map((cell) => (
                  <td key={cell.Predicted} data-level={levelOf(cell, cells)}>
                    {cell.Count === 0 ? (
                      "·"
                    ) : (
                      <button
                        type="button"
                        aria-pressed={isSame(chosen, cell)}
                        aria-label={t(
                          isRight(cell) ? "jobs.confusion.right" : "jobs.confusion.cell",
                          {
                            label: cell.Label,
                            predicted: cell.Predicted,
                            count: format.number(cell.Count),
                          },
                        )}
                        onClick={() => onChoose(cell)}
                      >
                        {format.number(cell.Count)}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** 0 to 4: the part of its row; of what is right apart from what is wrong. */
function levelOf(cell: ValidationCell, row: ValidationCell[]): string {
  const sum = row.reduce((all, one) => all + one.Count, 0);
  const level = sum === 0 ? 0 : Math.ceil((4 * cell.Count) / sum);
  return `${isRight(cell) ? "right" : "wrong"}-${level}`;
}

/** Of very many classes those that are mistaken most. */
function Pairs({ validation, onChoose }: Props) {
  const { t, format } = useLanguage();
  return (
    <div>
      <Box variant="awsui-key-label">{t("jobs.confusion.most")}</Box>
      <ul className="studio-plain">
        {confusedMost(validation).map((cell) => (
          <li key={`${cell.Label} ${cell.Predicted}`}>
            <Button variant="inline-link" onClick={() => onChoose(cell)}>
              {t("jobs.confusion.cell", {
                label: cell.Label,
                predicted: cell.Predicted,
                count: format.number(cell.Count),
              })}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
