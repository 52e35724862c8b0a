CREATE TABLE "audience_member" (
	"workspace_id" text NOT NULL,
	"audience" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"state" text NOT NULL,
	"changed_at" bigint NOT NULL,
	"shared_at" timestamp with time zone,
	CONSTRAINT "audience_member_workspace_id_audience_contact_id_pk" PRIMARY KEY("workspace_id","audience","contact_id"),
	CONSTRAINT "state_known" CHECK ("audience_member"."state" in ('on', 'off'))
);
--> statement-breakpoint
ALTER TABLE "contact" ADD COLUMN "may_advertise" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "audience_member" ADD CONSTRAINT "audience_member_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience_member" ADD CONSTRAINT "audience_member_workspace_id_contact_id_contact_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contact"("workspace_id","id") ON DELETE cascade ON UPDATE no action;