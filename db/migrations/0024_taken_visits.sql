ALTER TABLE "visit" ADD COLUMN "taken" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "visit" SET "taken" = true FROM "visit" AS "before"
WHERE "before"."enrollment_id" = "visit"."enrollment_id" AND "before"."visit" = "visit"."visit" - 1
  AND ("before"."by" = 'moved' OR "before"."left_at" <> "visit"."entered_at");
