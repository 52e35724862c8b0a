ALTER TABLE "version_move" ADD COLUMN "take_in" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "version_move" ADD COLUMN "taken_in" integer DEFAULT 0 NOT NULL;