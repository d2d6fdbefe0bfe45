import { call } from "./call";
import { Failure } from "./failure";
import { uploadAddress, type S3Place } from "./storage";

/** The Failure of an answer in S3's XML. */
function failureOf(answer: XMLHttpRequest): Failure {
  const body = new DOMParser().parseFromString(answer.responseText, "application/xml");
  const text = (name: string) => body.querySelector(name)?.textContent ?? "";
  return new Failure(
    text("Code") || String(answer.status),
    text("Message") || answer.statusText,
    answer.status,
  );
}

/**
 * Stores a blob as an object, which the browser reads as it sends it. `onSent` is told the bytes
 * so far. Throws a Failure, or an AbortError when `signal` says so.
 */
export async function putObject(
  place: S3Place,
  blob: Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const address = await uploadAddress(place);
  return call(
    () =>
      new Promise<void>((resolve, reject) => {
        // fetch does not say how far an upload has come.
        const request = new XMLHttpRequest();
        const stop = () => request.abort();
        request.open("PUT", address);
        request.upload.onprogress = (event) => onSent(event.loaded);
        request.onload = () => (request.status < 300 ? resolve() : reject(failureOf(request)));
        request.onerror = () => reject(new TypeError("the connection was lost"));
        request.onabort = () => reject(new DOMException("stopped", "AbortError"));
        request.onloadend = () => signal.removeEventListener("abort", stop);
        signal.addEventListener("abort", stop);
        if (signal.aborted) reject(new DOMException("stopped", "AbortError"));
        else request.send(blob);
      }),
  );
}
