CREATE TABLE "errand" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"visit" integer NOT NULL,
	"key" text NOT NULL,
	"node_id" text NOT NULL,
	"contact_id" uuid,
	"kind" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"reason" text,
	"said" jsonb,
	"answer" jsonb,
	"due_at" bigint NOT NULL,
	"next_attempt_at" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp with time zone,
	"settled_at" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "errand_workspaceId_id_unique" UNIQUE("workspace_id","id"),
	CONSTRAINT "state_known" CHECK ("errand"."state" in ('open', 'done', 'failed', 'cancelled'))
);
--> statement-breakpoint
ALTER TABLE "errand" ADD CONSTRAINT "errand_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "errand" ADD CONSTRAINT "errand_workspace_id_enrollment_id_enrollment_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrollment_id") REFERENCES "public"."enrollment"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "errand" ADD CONSTRAINT "errand_workspace_id_contact_id_contact_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contact"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "errand_enrollment_id_visit_key_index" ON "errand" USING btree ("enrollment_id","visit","key");--> statement-breakpoint
CREATE INDEX "errand_open" ON "errand" USING btree ("next_attempt_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "errand_contact_id_index" ON "errand" USING btree ("contact_id");