CREATE TABLE "version_move" (
	"version_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"plan" jsonb NOT NULL,
	"user_id" text,
	"people" integer NOT NULL,
	"after_entered_at" bigint,
	"after_id" uuid,
	"moved" integer DEFAULT 0 NOT NULL,
	"stayed" integer DEFAULT 0 NOT NULL,
	"left" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"watermark" text,
	"leased_until" timestamp with time zone,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "act" DROP CONSTRAINT "kind_known";--> statement-breakpoint
ALTER TABLE "act" ADD COLUMN "from_version_id" uuid;--> statement-breakpoint
ALTER TABLE "act" ADD COLUMN "to_version_id" uuid;--> statement-breakpoint
ALTER TABLE "enrollment" ADD COLUMN "entered_version_id" uuid;--> statement-breakpoint
ALTER TABLE "version_move" ADD CONSTRAINT "version_move_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_move" ADD CONSTRAINT "version_move_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_move" ADD CONSTRAINT "version_move_workspace_id_version_id_funnel_version_workspace_id_id_fk" FOREIGN KEY ("workspace_id","version_id") REFERENCES "public"."funnel_version"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "version_move_funnel_id_started_at_index" ON "version_move" USING btree ("funnel_id","started_at");--> statement-breakpoint
CREATE INDEX "version_move_open" ON "version_move" USING btree ("leased_until") WHERE finished_at is null;--> statement-breakpoint
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_workspace_id_entered_version_id_funnel_version_workspace_id_id_fk" FOREIGN KEY ("workspace_id","entered_version_id") REFERENCES "public"."funnel_version"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act" ADD CONSTRAINT "kind_known" CHECK ("act"."kind" in ('started', 'skipped', 'moved', 'removed', 'retried', 'returned', 'versioned'));