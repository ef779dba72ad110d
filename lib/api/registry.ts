import type { AnyOperation } from "./operation";
import { listAudit } from "./v1/audit/list";
import { createCluster } from "./v1/clusters/create";
import { getCluster } from "./v1/clusters/get";
import { listClusters } from "./v1/clusters/list";
import { updateCluster } from "./v1/clusters/update";
import { getDemo } from "./v1/demo/get";
import { getEnrichment } from "./v1/enrichment/get";
import { putEnrichment } from "./v1/enrichment/put";
import { approveException } from "./v1/exceptions/approve";
import { createException } from "./v1/exceptions/create";
import { decideExceptions } from "./v1/exceptions/decide";
import { getException } from "./v1/exceptions/get";
import { listExceptions } from "./v1/exceptions/list";
import { previewException } from "./v1/exceptions/preview";
import { rejectException } from "./v1/exceptions/reject";
import { revokeException } from "./v1/exceptions/revoke";
import { undoExceptions } from "./v1/exceptions/undo";
import { withdrawException } from "./v1/exceptions/withdraw";
import { bulkFindings } from "./v1/findings/bulk";
import { commentFinding } from "./v1/findings/comment";
import { getFindingFacets } from "./v1/findings/facets";
import { getFinding } from "./v1/findings/get";
import { listFindings } from "./v1/findings/list";
import { patchFinding } from "./v1/findings/patch";
import { undoBulkFindings } from "./v1/findings/undo-bulk";
import { getFix } from "./v1/fixes/get";
import { listFixes } from "./v1/fixes/list";
import { putFourEyes } from "./v1/four-eyes/put";
import { createIntegration } from "./v1/integrations/create";
import { listDeliveries } from "./v1/integrations/deliveries";
import { listIntegrations } from "./v1/integrations/list";
import { removeIntegration } from "./v1/integrations/remove";
import { retryIntegration } from "./v1/integrations/retry";
import { testIntegration } from "./v1/integrations/test";
import { updateIntegration } from "./v1/integrations/update";
import { listComponents } from "./v1/inventory/components";
import { listUnowned } from "./v1/inventory/unowned";
import { listWorkloads } from "./v1/inventory/workloads";
import { createNoticeRule } from "./v1/notices/create-rule";
import { getNoticePreference } from "./v1/notices/get-preference";
import { listNotices } from "./v1/notices/list";
import { listNoticeRules } from "./v1/notices/list-rules";
import { putNoticePreference } from "./v1/notices/put-preference";
import { readNotices } from "./v1/notices/read";
import { removeNoticeRule } from "./v1/notices/remove-rule";
import { resetNoticePreference } from "./v1/notices/reset-preference";
import { updateNoticeRule } from "./v1/notices/update-rule";
import { openApiOperation } from "./v1/openapi/get";
import { getOverview } from "./v1/overview/get";
import { createOwnershipRule } from "./v1/ownership/create";
import { listOwnershipRules } from "./v1/ownership/list";
import { orderOwnershipRules } from "./v1/ownership/order";
import { previewOwnership } from "./v1/ownership/preview";
import { removeOwnershipRule } from "./v1/ownership/remove";
import { updateOwnershipRule } from "./v1/ownership/update";
import { getPosture } from "./v1/posture/get";
import { changeRemediationItems } from "./v1/remediations/change-items";
import { commentRemediation } from "./v1/remediations/comment";
import { createRemediation } from "./v1/remediations/create";
import { getRemediation } from "./v1/remediations/get";
import { listRemediationItems } from "./v1/remediations/items";
import { listRemediations } from "./v1/remediations/list";
import { patchRemediation } from "./v1/remediations/patch";
import { transitionRemediation } from "./v1/remediations/transition";
import { confirmReport } from "./v1/reports/confirm";
import { getReport } from "./v1/reports/get";
import { listReports } from "./v1/reports/list";
import { refuseReport } from "./v1/reports/refuse";
import { uploadReport } from "./v1/reports/upload";
import { search } from "./v1/search/get";
import { getSession } from "./v1/session/get";
import { listOwnSessions } from "./v1/session/list";
import { changeOwnPassword } from "./v1/session/password";
import { revokeOwnSession } from "./v1/session/revoke";
import { postSetup } from "./v1/setup/complete";
import { getSetup } from "./v1/setup/get";
import { getSla } from "./v1/sla/get";
import { previewSla } from "./v1/sla/preview";
import { saveSla } from "./v1/sla/save";
import { getSource } from "./v1/sources/get";
import { listSources } from "./v1/sources/list";
import { createTeam } from "./v1/teams/create";
import { getTeam } from "./v1/teams/get";
import { listTeams } from "./v1/teams/list";
import { listTeamMembers } from "./v1/teams/members";
import { removeTeam } from "./v1/teams/remove";
import { removeTeamMember } from "./v1/teams/remove-member";
import { setTeamMember } from "./v1/teams/set-member";
import { updateTeam } from "./v1/teams/update";
import { getTicket } from "./v1/tickets/get";
import { planTicket } from "./v1/tickets/plan";
import { receiveGithubHook } from "./v1/tickets/receive";
import { createToken } from "./v1/tokens/create";
import { listTokens } from "./v1/tokens/list";
import { revokeToken } from "./v1/tokens/revoke";
import { getTrends } from "./v1/trends/get";
import { createUser } from "./v1/users/create";
import { listUsers } from "./v1/users/list";
import { updateUser } from "./v1/users/update";
import { exportVex } from "./v1/vex/export";
import { importVex } from "./v1/vex/import";

export const getOpenApi = openApiOperation(() => operations);

/** Every operation of the API. A test holds it against the route files, the rights table and the document. */
export const operations: readonly AnyOperation[] = [
  getSession,
  listOwnSessions,
  revokeOwnSession,
  changeOwnPassword,
  getSetup,
  postSetup,
  listUsers,
  createUser,
  updateUser,
  listTeams,
  createTeam,
  updateTeam,
  removeTeam,
  listTeamMembers,
  setTeamMember,
  removeTeamMember,
  listOwnershipRules,
  createOwnershipRule,
  updateOwnershipRule,
  removeOwnershipRule,
  previewOwnership,
  orderOwnershipRules,
  getSla,
  saveSla,
  previewSla,
  listFindings,
  getFindingFacets,
  getFinding,
  patchFinding,
  bulkFindings,
  undoBulkFindings,
  listRemediations,
  createRemediation,
  getRemediation,
  patchRemediation,
  transitionRemediation,
  commentRemediation,
  listRemediationItems,
  changeRemediationItems,
  commentFinding,
  listExceptions,
  createException,
  previewException,
  decideExceptions,
  undoExceptions,
  getException,
  approveException,
  rejectException,
  withdrawException,
  revokeException,
  listFixes,
  getFix,
  putFourEyes,
  exportVex,
  importVex,
  search,
  listComponents,
  listWorkloads,
  listUnowned,
  getPosture,
  getOverview,
  getCluster,
  getTeam,
  getTrends,
  listClusters,
  createCluster,
  updateCluster,
  getEnrichment,
  putEnrichment,
  listNotices,
  readNotices,
  getNoticePreference,
  putNoticePreference,
  resetNoticePreference,
  listNoticeRules,
  createNoticeRule,
  updateNoticeRule,
  removeNoticeRule,
  listIntegrations,
  createIntegration,
  updateIntegration,
  removeIntegration,
  testIntegration,
  listDeliveries,
  retryIntegration,
  getTicket,
  planTicket,
  receiveGithubHook,
  listTokens,
  createToken,
  revokeToken,
  uploadReport,
  listReports,
  getReport,
  confirmReport,
  refuseReport,
  listSources,
  getSource,
  getDemo,
  listAudit,
  getOpenApi,
];
