DROP INDEX "inngest_local"."events_keys";--> statement-breakpoint
CREATE INDEX "events_keys" ON "inngest_local"."events" USING gin ("keys") WITH (fastupdate=false);