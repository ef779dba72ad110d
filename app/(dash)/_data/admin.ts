import { requireActor } from "@/lib/api/auth/current";
import { call } from "@/lib/api/call";
import { listAudit } from "@/lib/api/v1/audit/list";
import { listClusters } from "@/lib/api/v1/clusters/list";
import { getEnrichment } from "@/lib/api/v1/enrichment/get";
import { listOwnershipRules } from "@/lib/api/v1/ownership/list";
import { listOwnSessions } from "@/lib/api/v1/session/list";
import { getSla } from "@/lib/api/v1/sla/get";
import { listTeams } from "@/lib/api/v1/teams/list";
import { listTeamMembers } from "@/lib/api/v1/teams/members";
import { listTokens } from "@/lib/api/v1/tokens/list";
import { listUsers } from "@/lib/api/v1/users/list";

/** The questions of the settings pages, asked in this process as whoever is signed in. */
export const loadClusters = async () => call(listClusters, await requireActor());
export const loadTeams = async () => call(listTeams, await requireActor());
export const loadUsers = async () => call(listUsers, await requireActor());
export const loadEnrichment = async () => call(getEnrichment, await requireActor());
export const loadTokens = async () => call(listTokens, await requireActor());
export const loadOwnership = async () => call(listOwnershipRules, await requireActor());
export const loadSla = async () => call(getSla, await requireActor());
export const loadAudit = async () => call(listAudit, await requireActor());
export const loadSessions = async () => call(listOwnSessions, await requireActor());
export const loadMembers = async (slug: string) => call(listTeamMembers, await requireActor(), { params: { slug } });
