DROP INDEX "enrollment_in_funnel";--> statement-breakpoint
CREATE INDEX "enrollment_entered" ON "enrollment" USING btree ("funnel_id","entered_at","id") WHERE not test;--> statement-breakpoint
CREATE INDEX "enrollment_stuck" ON "enrollment" USING btree ("funnel_id") WHERE status = 'active' and stuck;--> statement-breakpoint
CREATE INDEX "enrollment_in_funnel" ON "enrollment" USING btree ("funnel_id","node_id","entered_at","id") WHERE status = 'active';