CREATE TABLE "demo" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"total" integer NOT NULL,
	"made" integer DEFAULT 0 NOT NULL,
	"from" bigint NOT NULL,
	"welcome_id" uuid NOT NULL,
	"cart_id" uuid NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "demo" ADD CONSTRAINT "demo_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;