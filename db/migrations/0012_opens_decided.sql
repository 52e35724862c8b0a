ALTER TABLE "workspace_settings" ADD COLUMN "opens_decided_at" timestamp with time zone;--> statement-breakpoint
UPDATE "workspace_settings" SET "opens_decided_at" = now() WHERE "opens" <> 'off';
