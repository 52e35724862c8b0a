import { listContacts, saveContact } from "./contacts";
import type { RestRoute } from "./described";
import { listEnrollments, readEnrollment } from "./enrollments";
import { sendEvents } from "./events";
import {
  listFunnels,
  makeFunnel,
  pauseFunnel,
  publishFunnel,
  readFunnel,
  readStats,
  resumeFunnel,
  saveDraft,
} from "./funnels";
import { listMessages, readMessage } from "./messages";
import { readDocument, readHealth } from "./service";

/** Every route of the REST API, in the order in which the document and the page tell them. */
export const routes: readonly RestRoute[] = [
  sendEvents,
  listContacts,
  saveContact,
  listFunnels,
  makeFunnel,
  readFunnel,
  saveDraft,
  publishFunnel,
  pauseFunnel,
  resumeFunnel,
  readStats,
  listEnrollments,
  readEnrollment,
  listMessages,
  readMessage,
  readDocument,
  readHealth,
];
