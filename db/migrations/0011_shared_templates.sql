CREATE TABLE "shared_template" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"flow" jsonb NOT NULL,
	"about" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_by" text,
	"frozen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "shared_template_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "shared_template" ADD CONSTRAINT "shared_template_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_template" ADD CONSTRAINT "shared_template_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shared_template" ADD CONSTRAINT "shared_template_workspace_id_funnel_id_funnel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","funnel_id") REFERENCES "public"."funnel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shared_template_workspace_id_funnel_id_index" ON "shared_template" USING btree ("workspace_id","funnel_id");--> statement-breakpoint
CREATE UNIQUE INDEX "shared_template_one_link" ON "shared_template" USING btree ("workspace_id","funnel_id") WHERE "shared_template"."revoked_at" is null;