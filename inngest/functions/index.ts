import { deliverMail } from "./deliver-mail";
import { enrollMany } from "./enroll-many";
import { movePeopleAlong } from "./move-people";
import { runEnrollment } from "./run-enrollment";
import { runErrandsDue } from "./run-errands";
import { sweepDue } from "./sweep-due";

/** Every function that Inngest runs, embedded or real. */
export const functions = [runEnrollment, deliverMail, movePeopleAlong, enrollMany, runErrandsDue, sweepDue];
