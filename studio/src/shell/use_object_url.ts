import { useEffect, useState } from "react";

/** An address that only this page can open, for as long as it shows the bytes. */
export function useObjectUrl(bytes: Blob): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(bytes);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return address;
}
