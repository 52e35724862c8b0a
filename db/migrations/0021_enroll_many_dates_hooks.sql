CREATE TABLE "date_entry" (
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"next_at" bigint NOT NULL,
	"day" text NOT NULL,
	CONSTRAINT "date_entry_funnel_id_node_id_contact_id_pk" PRIMARY KEY("funnel_id","node_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "enrolling" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"cursor" uuid,
	"total" integer NOT NULL,
	"entered" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"because" text,
	"started_by" text,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"leased_until" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "enrolling_funnelId_nodeId_key_unique" UNIQUE("funnel_id","node_id","key"),
	CONSTRAINT "kind_known" CHECK ("enrolling"."kind" in ('matching', 'schedule', 'dates')),
	CONSTRAINT "state_known" CHECK ("enrolling"."state" in ('running', 'done', 'stopped'))
);
--> statement-breakpoint
CREATE TABLE "hook" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"slug" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hook_slug_unique" UNIQUE("slug"),
	CONSTRAINT "hook_funnelId_nodeId_unique" UNIQUE("funnel_id","node_id")
);
--> statement-breakpoint
ALTER TABLE "funnel_trigger" ADD COLUMN "next_at" bigint;--> statement-breakpoint
ALTER TABLE "date_entry" ADD CONSTRAINT "date_entry_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "date_entry" ADD CONSTRAINT "date_entry_workspace_id_funnel_id_funnel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","funnel_id") REFERENCES "public"."funnel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "date_entry" ADD CONSTRAINT "date_entry_workspace_id_contact_id_contact_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contact"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolling" ADD CONSTRAINT "enrolling_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolling" ADD CONSTRAINT "enrolling_started_by_user_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolling" ADD CONSTRAINT "enrolling_workspace_id_funnel_id_funnel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","funnel_id") REFERENCES "public"."funnel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hook" ADD CONSTRAINT "hook_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hook" ADD CONSTRAINT "hook_workspace_id_funnel_id_funnel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","funnel_id") REFERENCES "public"."funnel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "date_entry_next" ON "date_entry" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "date_entry_of_contact" ON "date_entry" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "enrolling_of_funnel" ON "enrolling" USING btree ("funnel_id","started_at");--> statement-breakpoint
CREATE INDEX "enrolling_running" ON "enrolling" USING btree ("leased_until") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "funnel_trigger_next" ON "funnel_trigger" USING btree ("next_at") WHERE event_name = 'schedule.came';