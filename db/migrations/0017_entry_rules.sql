CREATE TABLE "turned_away" (
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"event_id" text NOT NULL,
	"event_name" text NOT NULL,
	"because" jsonb NOT NULL,
	"at" bigint NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "turned_away_funnel_id_contact_id_pk" PRIMARY KEY("funnel_id","contact_id")
);
--> statement-breakpoint
ALTER TABLE "turned_away" ADD CONSTRAINT "turned_away_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turned_away" ADD CONSTRAINT "turned_away_workspace_id_funnel_id_funnel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","funnel_id") REFERENCES "public"."funnel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turned_away" ADD CONSTRAINT "turned_away_workspace_id_contact_id_contact_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contact"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "turned_away_last" ON "turned_away" USING btree ("funnel_id","at","contact_id");--> statement-breakpoint
CREATE INDEX "turned_away_of_contact" ON "turned_away" USING btree ("contact_id");