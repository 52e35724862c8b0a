DROP INDEX "message_queued";--> statement-breakpoint
ALTER TABLE "funnel" ADD COLUMN "priority" text DEFAULT 'normal' NOT NULL;--> statement-breakpoint
ALTER TABLE "funnel" ADD COLUMN "gone_on" jsonb;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "useful_until" bigint;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "asked_for" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "held_by" text;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD COLUMN "rules" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD COLUMN "rules_changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD COLUMN "rules_changed_by" text;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD COLUMN "held_at" bigint;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD COLUMN "held_by" text;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD COLUMN "gone_on" jsonb;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD CONSTRAINT "workspace_settings_rules_changed_by_user_id_fk" FOREIGN KEY ("rules_changed_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD CONSTRAINT "workspace_settings_held_by_user_id_fk" FOREIGN KEY ("held_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "message_queued_for" ON "message" USING btree ("contact_id") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "message_counted" ON "message" USING btree ("contact_id","settled_at" DESC NULLS FIRST) WHERE kind = 'marketing' and state in ('sending', 'sent', 'unknown');--> statement-breakpoint
CREATE INDEX "message_queued" ON "message" USING btree (greatest(due_at, coalesce(not_before, 0))) WHERE state = 'queued';--> statement-breakpoint
ALTER TABLE "funnel" ADD CONSTRAINT "priority_known" CHECK ("funnel"."priority" in ('high', 'normal', 'low'));--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "held_by_known" CHECK ("message"."held_by" in ('rules', 'spread'));