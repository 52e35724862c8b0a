import { deliverMail } from "./deliver-mail";
import { runEnrollment } from "./run-enrollment";
import { sweepDue } from "./sweep-due";

/** Every function that Inngest runs, embedded or real. */
export const functions = [runEnrollment, deliverMail, sweepDue];
