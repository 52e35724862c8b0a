ALTER TABLE "mail_account" ADD COLUMN "busy_until" bigint;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "not_before" bigint;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "refusals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stat_delta" ADD CONSTRAINT "stat_delta_workspace_id_version_id_funnel_version_workspace_id_id_fk" FOREIGN KEY ("workspace_id","version_id") REFERENCES "public"."funnel_version"("workspace_id","id") ON DELETE cascade ON UPDATE no action;