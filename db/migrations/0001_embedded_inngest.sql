CREATE TABLE "inngest_local"."crons" (
	"function_id" text NOT NULL,
	"expression" text NOT NULL,
	"last_fire_at" timestamp with time zone NOT NULL,
	CONSTRAINT "crons_function_id_expression_pk" PRIMARY KEY("function_id","expression")
);
--> statement-breakpoint
ALTER TABLE "inngest_local"."runs" DROP CONSTRAINT "runs_function_id_functions_id_fk";
--> statement-breakpoint
DROP INDEX "inngest_local"."jobs_due";--> statement-breakpoint
DROP INDEX "inngest_local"."jobs_lane_due";--> statement-breakpoint
CREATE INDEX "jobs_due" ON "inngest_local"."jobs" USING btree ("due_at") WHERE "inngest_local"."jobs"."instance" is null;--> statement-breakpoint
CREATE INDEX "jobs_lane_due" ON "inngest_local"."jobs" USING btree ("lane","due_at") WHERE "inngest_local"."jobs"."instance" is null;--> statement-breakpoint
ALTER TABLE "inngest_local"."functions" DROP COLUMN "first_seen_at";