import { VERBOSE } from "../api/answers";
import {
  cliInvocation,
  curlInvocation,
  pythonInvocation,
  type Question,
} from "../snippets/invocation";
import { here, Snippets } from "../snippets/snippets";

/** The question that the page asks, for a terminal or a program. */
export function InvocationSnippets(props: Omit<Question, "accept">) {
  const question = { ...props, accept: VERBOSE };
  const where = here();
  return (
    <Snippets
      snippets={[
        { name: "curl", text: curlInvocation(question, where) },
        { name: "AWS CLI", text: cliInvocation(question, where) },
        { name: "boto3", text: pythonInvocation(question, where) },
      ]}
    />
  );
}
