DROP INDEX "errand_open";--> statement-breakpoint
ALTER TABLE "errand" ADD COLUMN "funnel_id" uuid;--> statement-breakpoint
UPDATE "errand" SET "funnel_id" = "enrollment"."funnel_id" FROM "enrollment" WHERE "enrollment"."workspace_id" = "errand"."workspace_id" AND "enrollment"."id" = "errand"."enrollment_id" AND NOT "enrollment"."test";--> statement-breakpoint
CREATE INDEX "errand_open" ON "errand" USING btree ("funnel_id","next_attempt_at","id") WHERE state = 'open' and contact_id is not null;