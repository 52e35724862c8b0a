CREATE TABLE "delivery_report" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"message_id" uuid NOT NULL,
	"contact_id" uuid,
	"kind" text NOT NULL,
	"detail" text,
	"at" bigint NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delivery_report_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "delivery_report" ADD CONSTRAINT "delivery_report_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_report" ADD CONSTRAINT "delivery_report_workspace_id_message_id_message_workspace_id_id_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."message"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delivery_report_message_id_index" ON "delivery_report" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "delivery_report_contact_id_at_index" ON "delivery_report" USING btree ("contact_id","at");