import type { NoticeRow } from "../../client/contract/notice";
import { isNoticeKind } from "../../domain/notice/kinds";
import { messageOf } from "../../domain/notice/message";
import { severities } from "../../domain/vocabulary";
import type { NoticeRecord } from "../../queries/notice/inbox";

/** A row of the inbox as its owner reads it. Kinds that this release does not know of are digests of a kind. */
export function presentNotice({ id, at, subject, severity, data, readAt, ...row }: NoticeRecord): NoticeRow {
  const kind = isNoticeKind(row.kind) ? row.kind : "digest";
  const lines = Array.isArray(data.lines) ? (data.lines as NoticeRow["lines"]) : [];
  return {
    ...{ id, kind, at: at.toISOString(), ...messageOf({ kind, subject, data }), lines },
    severity: severity === null ? null : severities.word(severity),
    readAt: readAt?.toISOString() ?? null,
  };
}
