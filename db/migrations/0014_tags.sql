ALTER TABLE "contact" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "contact" ADD COLUMN "changed_at" bigint DEFAULT 0 NOT NULL;