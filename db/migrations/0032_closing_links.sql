ALTER TABLE "link" ADD COLUMN "closes_at" bigint;--> statement-breakpoint
ALTER TABLE "link" ADD COLUMN "follows" text;--> statement-breakpoint
ALTER TABLE "link" ADD COLUMN "afterwards" text;