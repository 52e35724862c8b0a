CREATE TABLE "test_fact" (
	"workspace_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"visible_at" bigint NOT NULL,
	"value" bigint,
	"currency" text,
	"properties" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "test_fact_enrollment_id_id_pk" PRIMARY KEY("enrollment_id","id")
);
--> statement-breakpoint
DROP INDEX "contact_workspace_id_email_index";--> statement-breakpoint
ALTER TABLE "funnel_version" ALTER COLUMN "number" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "contact" ADD COLUMN "test" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "enrollment" ADD COLUMN "test" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "enrollment" ADD COLUMN "speed" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "test_fact" ADD CONSTRAINT "test_fact_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "test_fact" ADD CONSTRAINT "test_fact_workspace_id_enrollment_id_enrollment_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrollment_id") REFERENCES "public"."enrollment"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "contact_workspace_id_email_test_index" ON "contact" USING btree ("workspace_id","email","test");--> statement-breakpoint
CREATE UNIQUE INDEX "enrollment_test" ON "enrollment" USING btree ("funnel_id","entry_key") WHERE test;--> statement-breakpoint
ALTER TABLE "enrollment" ADD CONSTRAINT "only_tests_hurry" CHECK ("enrollment"."speed" = 1 or ("enrollment"."test" and "enrollment"."speed" > 1));