CREATE TABLE "ad_audience" (
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	CONSTRAINT "ad_audience_workspace_id_name_pk" PRIMARY KEY("workspace_id","name")
);
--> statement-breakpoint
CREATE TABLE "audience_call" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"audience" text NOT NULL,
	"contact_id" uuid,
	"hash" text NOT NULL,
	"state" text NOT NULL,
	"since" bigint NOT NULL,
	"call_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"funnel_id" uuid,
	"known" boolean NOT NULL,
	"progress" text DEFAULT 'open' NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" bigint NOT NULL,
	"leased_until" timestamp with time zone,
	CONSTRAINT "audience_call_workspaceId_audience_contactId_unique" UNIQUE("workspace_id","audience","contact_id"),
	CONSTRAINT "state_known" CHECK ("audience_call"."state" in ('on', 'off')),
	CONSTRAINT "progress_known" CHECK ("audience_call"."progress" in ('open', 'done', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "ad_audience" ADD CONSTRAINT "ad_audience_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_call" ADD CONSTRAINT "audience_call_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_call" ADD CONSTRAINT "audience_call_contact_id_contact_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contact"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audience_call_open" ON "audience_call" USING btree ("workspace_id","funnel_id","next_attempt_at","id") WHERE progress = 'open' and contact_id is not null;--> statement-breakpoint
CREATE INDEX "audience_call_deleted" ON "audience_call" USING btree ("next_attempt_at","id") WHERE contact_id is null and (state = 'on' or progress = 'open');--> statement-breakpoint
CREATE INDEX "audience_call_contact_id_index" ON "audience_call" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "audience_member_contact_id_index" ON "audience_member" USING btree ("contact_id");