CREATE TABLE "not_started" (
	"workspace_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"visit" integer NOT NULL,
	"funnel_id" uuid NOT NULL,
	"because" jsonb NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "not_started_enrollment_id_visit_funnel_id_pk" PRIMARY KEY("enrollment_id","visit","funnel_id")
);
--> statement-breakpoint
ALTER TABLE "not_started" ADD CONSTRAINT "not_started_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_started" ADD CONSTRAINT "not_started_workspace_id_enrollment_id_enrollment_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrollment_id") REFERENCES "public"."enrollment"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "not_started_chains" ON "not_started" USING btree ("workspace_id","at") WHERE because ->> 'why' = 'too-deep';