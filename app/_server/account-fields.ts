import "server-only";
import { z } from "zod";
import { passwordLength } from "@/lib/password";

/** An address in lower case. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "This address is too long.")
  .pipe(z.email("This is not an email address, such as anna@example.org."));

export const personName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(100, "Use at most 100 characters for the name.");

export const newPassword = z
  .string()
  .min(passwordLength.least, `Use at least ${passwordLength.least} characters for the password.`)
  .max(passwordLength.most, `Use at most ${passwordLength.most} characters for the password.`);

export const workspaceName = z
  .string()
  .trim()
  .min(1, "Give the workspace a name.")
  .max(80, "Use at most 80 characters for the workspace’s name.");
