import { SessionInfo } from "@/lib/client/contract/session";
import { describeSession } from "@/lib/services/session/describe";
import { operation } from "../../operation";
import { personOf } from "../../person";

export const getSession = operation({
  id: "getSession",
  method: "GET",
  path: "/session",
  summary: "Who is signed in, what they may do, and where they land.",
  action: "session.own",
  output: SessionInfo,
  handler: ({ actor }) => describeSession(personOf(actor)),
});
