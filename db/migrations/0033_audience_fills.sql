ALTER TABLE "ad_audience" ADD COLUMN "filled_to" uuid;--> statement-breakpoint
ALTER TABLE "ad_audience" ADD COLUMN "filled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "ad_audience_to_fill" ON "ad_audience" USING btree ("workspace_id","name") WHERE not filled;