DROP INDEX "mail_request_open";--> statement-breakpoint
DROP INDEX "message_queued";--> statement-breakpoint
ALTER TABLE "mail_account" ADD COLUMN "next_call_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mail_account" ADD COLUMN "per_second" real;--> statement-breakpoint
ALTER TABLE "mail_account" ADD COLUMN "silences" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mail_account" ADD COLUMN "openings" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mail_account" ADD COLUMN "probe_until" bigint;--> statement-breakpoint
ALTER TABLE "mail_account" ADD COLUMN "last_workspace_id" text;--> statement-breakpoint
ALTER TABLE "mail_request" ADD COLUMN "dissolves_into" text;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "funnel_id" uuid;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "alone" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "settled_by" text;--> statement-breakpoint
UPDATE "message" SET "funnel_id" = "enrollment"."funnel_id" FROM "enrollment" WHERE "enrollment"."id" = "message"."enrollment_id" AND NOT "enrollment"."test" AND "message"."state" IN ('queued', 'held', 'sending');--> statement-breakpoint
CREATE INDEX "mail_request_open" ON "mail_request" USING btree ("account_id","next_attempt_at") WHERE state in ('open', 'dissolving');--> statement-breakpoint
CREATE INDEX "message_queued" ON "message" USING btree ("funnel_id","kind",greatest(due_at, not_before),"id") WHERE state = 'queued';--> statement-breakpoint
ALTER TABLE "mail_account" DROP COLUMN "tokens";--> statement-breakpoint
ALTER TABLE "mail_account" DROP COLUMN "refilled_at";