ALTER TABLE "enrollment" ADD COLUMN "kept" jsonb;--> statement-breakpoint
ALTER TABLE "enrollment" ADD COLUMN "marks" jsonb DEFAULT '[]'::jsonb NOT NULL;