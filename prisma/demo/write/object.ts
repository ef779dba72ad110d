import { uuid } from "../chance";

/** A Kubernetes object with what all of them have. */
export function base(
  apiVersion: string,
  kind: string,
  metadata: { name: string; namespace?: string; [key: string]: unknown },
  rest: object = {},
) {
  const id = uuid(`${kind} ${metadata.namespace ?? ""} ${metadata.name}`);
  return { apiVersion, kind, metadata: { ...metadata, uid: id }, ...rest };
}
