DROP INDEX "audience_call_open";--> statement-breakpoint
ALTER TABLE "ad_audience" ADD COLUMN "rests_until" bigint;--> statement-breakpoint
CREATE INDEX "audience_call_open" ON "audience_call" USING btree ("workspace_id","audience","funnel_id","next_attempt_at","id") WHERE progress = 'open' and contact_id is not null;