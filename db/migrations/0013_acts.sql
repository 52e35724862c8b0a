CREATE TABLE "act" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" bigint NOT NULL,
	"user_id" text,
	"visit" integer NOT NULL,
	"to_node_id" text,
	"before" jsonb,
	CONSTRAINT "kind_known" CHECK ("act"."kind" in ('started', 'skipped', 'moved', 'removed', 'retried', 'returned'))
);
--> statement-breakpoint
ALTER TABLE "act" ADD CONSTRAINT "act_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act" ADD CONSTRAINT "act_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act" ADD CONSTRAINT "act_workspace_id_enrollment_id_enrollment_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrollment_id") REFERENCES "public"."enrollment"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "act_enrollment_id_at_index" ON "act" USING btree ("enrollment_id","at");