CREATE SCHEMA "inngest_local";
--> statement-breakpoint
CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"inviter_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limit_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	"active_workspace_id" text,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"given" boolean NOT NULL,
	"source" text NOT NULL,
	"wording" text DEFAULT '' NOT NULL,
	"ip" text,
	"user_agent" text,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contact" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"time_zone" text,
	"language" text,
	"fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"marketing" text DEFAULT 'none' NOT NULL,
	"may_measure" boolean DEFAULT false NOT NULL,
	"last_instant" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_workspaceId_id_unique" UNIQUE("workspace_id","id"),
	CONSTRAINT "marketing_known" CHECK ("contact"."marketing" in ('none', 'subscribed', 'unsubscribed'))
);
--> statement-breakpoint
CREATE TABLE "event" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"name" text NOT NULL,
	"occurred_at" bigint NOT NULL,
	"visible_at" bigint NOT NULL,
	"value" bigint,
	"currency" text,
	"properties" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"depth" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "event_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "suppression" (
	"workspace_id" text NOT NULL,
	"email" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "suppression_workspace_id_email_pk" PRIMARY KEY("workspace_id","email")
);
--> statement-breakpoint
CREATE TABLE "compiled_email" (
	"workspace_id" text NOT NULL,
	"hash" text NOT NULL,
	"content" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "compiled_email_workspace_id_hash_pk" PRIMARY KEY("workspace_id","hash")
);
--> statement-breakpoint
CREATE TABLE "conversion" (
	"workspace_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"goal_node_id" text NOT NULL,
	"event_id" text NOT NULL,
	"value" bigint,
	"currency" text,
	"at" bigint NOT NULL,
	CONSTRAINT "conversion_enrollment_id_goal_node_id_pk" PRIMARY KEY("enrollment_id","goal_node_id")
);
--> statement-breakpoint
CREATE TABLE "enrollment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"contact_id" uuid,
	"entry_key" text NOT NULL,
	"entry_event_id" text NOT NULL,
	"entered_at" bigint NOT NULL,
	"entry_day" integer NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"node_id" text NOT NULL,
	"visit" integer DEFAULT 1 NOT NULL,
	"arrived_at" bigint NOT NULL,
	"stepped_at" bigint,
	"until" bigint,
	"reached" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"ended_at" bigint,
	"end_reason" text,
	"due_at" bigint,
	"generation" integer DEFAULT 1 NOT NULL,
	"turn" integer DEFAULT 0 NOT NULL,
	"armed_for" bigint,
	"failures" integer DEFAULT 0 NOT NULL,
	"stuck" boolean DEFAULT false NOT NULL,
	"failure" text,
	CONSTRAINT "enrollment_workspaceId_id_unique" UNIQUE("workspace_id","id"),
	CONSTRAINT "status_known" CHECK ("enrollment"."status" in ('active', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "visit" (
	"workspace_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"visit" integer NOT NULL,
	"node_id" text NOT NULL,
	"entered_at" bigint NOT NULL,
	"left_at" bigint,
	"exit" text,
	"by" text,
	"because" jsonb,
	CONSTRAINT "visit_enrollment_id_visit_pk" PRIMARY KEY("enrollment_id","visit")
);
--> statement-breakpoint
CREATE TABLE "form" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "form_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "funnel" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"draft" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"draft_by" text,
	"draft_at" timestamp with time zone DEFAULT now() NOT NULL,
	"live_version_id" uuid,
	"live_revision" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "funnel_workspaceId_id_unique" UNIQUE("workspace_id","id"),
	CONSTRAINT "status_known" CHECK ("funnel"."status" in ('draft', 'live', 'paused'))
);
--> statement-breakpoint
CREATE TABLE "funnel_trigger" (
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"event_name" text NOT NULL,
	CONSTRAINT "funnel_trigger_funnel_id_node_id_pk" PRIMARY KEY("funnel_id","node_id")
);
--> statement-breakpoint
CREATE TABLE "funnel_version" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"funnel_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"flow" jsonb NOT NULL,
	"emails" jsonb NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_by" text,
	CONSTRAINT "funnel_version_workspaceId_id_unique" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."events" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"payload" json NOT NULL,
	"keys" text[] NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."functions" (
	"id" text PRIMARY KEY NOT NULL,
	"config" json NOT NULL,
	"event_names" text[] NOT NULL,
	"max_attempts" integer NOT NULL,
	"retired" boolean DEFAULT false NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."instances" (
	"id" text PRIMARY KEY NOT NULL,
	"heartbeat_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."jobs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inngest_local"."jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" text NOT NULL,
	"step_id" text NOT NULL,
	"kind" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"instance" text,
	"lane" text,
	CONSTRAINT "jobs_run_step" UNIQUE("run_id","step_id"),
	CONSTRAINT "jobs_kind" CHECK ("inngest_local"."jobs"."kind" in ('call', 'step', 'pause', 'resume'))
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."keys" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"signing_key" text NOT NULL,
	CONSTRAINT "keys_one_row" CHECK ("inngest_local"."keys"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."lanes" (
	"name" text PRIMARY KEY NOT NULL,
	"capacity" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."runs" (
	"id" text PRIMARY KEY NOT NULL,
	"function_id" text NOT NULL,
	"event_id" text NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"planning" boolean DEFAULT false NOT NULL,
	"request_version" smallint DEFAULT -1 NOT NULL,
	"result" json,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "runs_status" CHECK ("inngest_local"."runs"."status" in ('running', 'completed', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."starts" (
	"function_id" text NOT NULL,
	"key" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "starts_function_id_key_pk" PRIMARY KEY("function_id","key")
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."steps" (
	"run_id" text NOT NULL,
	"step_id" text NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "inngest_local"."steps_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"value" json NOT NULL,
	"event_id" text,
	CONSTRAINT "steps_run_id_step_id_pk" PRIMARY KEY("run_id","step_id")
);
--> statement-breakpoint
CREATE TABLE "inngest_local"."waits" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inngest_local"."waits_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" text NOT NULL,
	"step_id" text,
	"event_name" text NOT NULL,
	"key" text,
	"expression" text,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "engagement" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"kind" text NOT NULL,
	"link_key" text,
	"verdict" text DEFAULT 'human' NOT NULL,
	"at" bigint NOT NULL,
	"visible_at" bigint NOT NULL,
	"user_agent" text,
	"ip" text
);
--> statement-breakpoint
CREATE TABLE "link" (
	"token" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"message_id" uuid NOT NULL,
	"key" text NOT NULL,
	"url" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_account" (
	"id" text PRIMARY KEY NOT NULL,
	"tokens" real DEFAULT 10 NOT NULL,
	"refilled_at" bigint DEFAULT 0 NOT NULL,
	"held_until" bigint,
	"held_because" text
);
--> statement-breakpoint
CREATE TABLE "mail_request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"account_id" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"message_ids" uuid[] NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"first_attempt_at" bigint,
	"next_attempt_at" bigint NOT NULL,
	"leased_until" timestamp with time zone,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_request_idempotencyKey_unique" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "message" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"enrollment_id" uuid NOT NULL,
	"visit" integer NOT NULL,
	"key" text NOT NULL,
	"node_id" text NOT NULL,
	"contact_id" uuid,
	"kind" text NOT NULL,
	"email_hash" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"reason" text,
	"due_at" bigint NOT NULL,
	"late_allowed" bigint,
	"settled_at" bigint,
	"request_id" uuid,
	"provider_id" text,
	"frozen" jsonb,
	"open_token" text,
	"unsubscribe_token" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "message_workspaceId_id_unique" UNIQUE("workspace_id","id"),
	CONSTRAINT "state_known" CHECK ("message"."state" in ('queued', 'held', 'sending', 'sent', 'dropped', 'failed', 'unknown', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "stat_cohort" (
	"workspace_id" text NOT NULL,
	"version_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"exit" text DEFAULT '' NOT NULL,
	"metric" text NOT NULL,
	"currency" text DEFAULT '' NOT NULL,
	"entry_day" integer NOT NULL,
	"lag" integer NOT NULL,
	"n" bigint NOT NULL,
	CONSTRAINT "stat_cohort_version_id_node_id_exit_metric_currency_entry_day_lag_pk" PRIMARY KEY("version_id","node_id","exit","metric","currency","entry_day","lag")
);
--> statement-breakpoint
CREATE TABLE "stat_delta" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "stat_delta_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"version_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"exit" text DEFAULT '' NOT NULL,
	"metric" text NOT NULL,
	"currency" text DEFAULT '' NOT NULL,
	"entry_day" integer NOT NULL,
	"lag" integer NOT NULL,
	"n" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stat_total" (
	"workspace_id" text NOT NULL,
	"version_id" uuid NOT NULL,
	"node_id" text NOT NULL,
	"exit" text DEFAULT '' NOT NULL,
	"metric" text NOT NULL,
	"currency" text DEFAULT '' NOT NULL,
	"n" bigint NOT NULL,
	CONSTRAINT "stat_total_version_id_node_id_exit_metric_currency_pk" PRIMARY KEY("version_id","node_id","exit","metric","currency")
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_key_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"logo" text,
	"metadata" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspace_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "workspace_settings" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"postal_address" text DEFAULT '' NOT NULL,
	"sender_name" text DEFAULT '' NOT NULL,
	"sender_email" text DEFAULT '' NOT NULL,
	"reply_to" text DEFAULT '' NOT NULL,
	"opens" text DEFAULT 'off' NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	CONSTRAINT "opens_known" CHECK ("workspace_settings"."opens" in ('off', 'consent', 'all'))
);
--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_inviter_id_user_id_fk" FOREIGN KEY ("inviter_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_workspace_id_contact_id_contact_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contact"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact" ADD CONSTRAINT "contact_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_workspace_id_contact_id_contact_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contact"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suppression" ADD CONSTRAINT "suppression_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compiled_email" ADD CONSTRAINT "compiled_email_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversion" ADD CONSTRAINT "conversion_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversion" ADD CONSTRAINT "conversion_workspace_id_enrollment_id_enrollment_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrollment_id") REFERENCES "public"."enrollment"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_workspace_id_funnel_id_funnel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","funnel_id") REFERENCES "public"."funnel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_workspace_id_version_id_funnel_version_workspace_id_id_fk" FOREIGN KEY ("workspace_id","version_id") REFERENCES "public"."funnel_version"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrollment" ADD CONSTRAINT "enrollment_workspace_id_contact_id_contact_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contact"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit" ADD CONSTRAINT "visit_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit" ADD CONSTRAINT "visit_workspace_id_enrollment_id_enrollment_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrollment_id") REFERENCES "public"."enrollment"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form" ADD CONSTRAINT "form_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form" ADD CONSTRAINT "form_workspace_id_funnel_id_funnel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","funnel_id") REFERENCES "public"."funnel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funnel" ADD CONSTRAINT "funnel_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funnel" ADD CONSTRAINT "funnel_draft_by_user_id_fk" FOREIGN KEY ("draft_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funnel_trigger" ADD CONSTRAINT "funnel_trigger_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funnel_trigger" ADD CONSTRAINT "funnel_trigger_workspace_id_funnel_id_funnel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","funnel_id") REFERENCES "public"."funnel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funnel_version" ADD CONSTRAINT "funnel_version_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funnel_version" ADD CONSTRAINT "funnel_version_published_by_user_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funnel_version" ADD CONSTRAINT "funnel_version_workspace_id_funnel_id_funnel_workspace_id_id_fk" FOREIGN KEY ("workspace_id","funnel_id") REFERENCES "public"."funnel"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inngest_local"."jobs" ADD CONSTRAINT "jobs_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "inngest_local"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inngest_local"."runs" ADD CONSTRAINT "runs_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "inngest_local"."functions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inngest_local"."runs" ADD CONSTRAINT "runs_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "inngest_local"."events"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inngest_local"."steps" ADD CONSTRAINT "steps_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "inngest_local"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inngest_local"."waits" ADD CONSTRAINT "waits_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "inngest_local"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagement" ADD CONSTRAINT "engagement_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engagement" ADD CONSTRAINT "engagement_workspace_id_message_id_message_workspace_id_id_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."message"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link" ADD CONSTRAINT "link_workspace_id_message_id_message_workspace_id_id_fk" FOREIGN KEY ("workspace_id","message_id") REFERENCES "public"."message"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_request" ADD CONSTRAINT "mail_request_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_request" ADD CONSTRAINT "mail_request_account_id_mail_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."mail_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_workspace_id_enrollment_id_enrollment_workspace_id_id_fk" FOREIGN KEY ("workspace_id","enrollment_id") REFERENCES "public"."enrollment"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_workspace_id_contact_id_contact_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contact"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stat_cohort" ADD CONSTRAINT "stat_cohort_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stat_cohort" ADD CONSTRAINT "stat_cohort_workspace_id_version_id_funnel_version_workspace_id_id_fk" FOREIGN KEY ("workspace_id","version_id") REFERENCES "public"."funnel_version"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stat_delta" ADD CONSTRAINT "stat_delta_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stat_total" ADD CONSTRAINT "stat_total_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stat_total" ADD CONSTRAINT "stat_total_workspace_id_version_id_funnel_version_workspace_id_id_fk" FOREIGN KEY ("workspace_id","version_id") REFERENCES "public"."funnel_version"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_settings" ADD CONSTRAINT "workspace_settings_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_user_id_index" ON "account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "invitation_workspace_id_index" ON "invitation" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "invitation_email_index" ON "invitation" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "member_workspace_id_user_id_index" ON "member" USING btree ("workspace_id","user_id");--> statement-breakpoint
CREATE INDEX "member_user_id_index" ON "member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user_id_index" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier_index" ON "verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "consent_contact_id_index" ON "consent" USING btree ("contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "contact_workspace_id_email_index" ON "contact" USING btree ("workspace_id","email");--> statement-breakpoint
CREATE INDEX "event_contact_id_name_visible_at_index" ON "event" USING btree ("contact_id","name","visible_at");--> statement-breakpoint
CREATE UNIQUE INDEX "enrollment_funnel_id_contact_id_entry_key_index" ON "enrollment" USING btree ("funnel_id","contact_id","entry_key");--> statement-breakpoint
CREATE INDEX "enrollment_due" ON "enrollment" USING btree ("due_at") WHERE status = 'active' and not stuck;--> statement-breakpoint
CREATE INDEX "enrollment_of_contact" ON "enrollment" USING btree ("contact_id","status");--> statement-breakpoint
CREATE INDEX "enrollment_in_funnel" ON "enrollment" USING btree ("funnel_id","node_id") WHERE status = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "form_funnel_id_index" ON "form" USING btree ("funnel_id");--> statement-breakpoint
CREATE INDEX "funnel_workspace_id_created_at_index" ON "funnel" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "funnel_trigger_workspace_id_event_name_index" ON "funnel_trigger" USING btree ("workspace_id","event_name");--> statement-breakpoint
CREATE UNIQUE INDEX "funnel_version_funnel_id_number_index" ON "funnel_version" USING btree ("funnel_id","number");--> statement-breakpoint
CREATE INDEX "events_keys" ON "inngest_local"."events" USING gin ("keys");--> statement-breakpoint
CREATE INDEX "events_received_at" ON "inngest_local"."events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "inngest_local"."jobs" USING btree ("due_at") WHERE "inngest_local"."jobs"."instance" is null and "inngest_local"."jobs"."lane" is null;--> statement-breakpoint
CREATE INDEX "jobs_lane_due" ON "inngest_local"."jobs" USING btree ("lane","due_at") WHERE "inngest_local"."jobs"."instance" is null and "inngest_local"."jobs"."lane" is not null;--> statement-breakpoint
CREATE INDEX "jobs_executing" ON "inngest_local"."jobs" USING btree ("instance","lane") WHERE "inngest_local"."jobs"."instance" is not null;--> statement-breakpoint
CREATE INDEX "runs_event_id" ON "inngest_local"."runs" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "runs_ended_at" ON "inngest_local"."runs" USING btree ("ended_at") WHERE "inngest_local"."runs"."ended_at" is not null;--> statement-breakpoint
CREATE INDEX "starts_expires_at" ON "inngest_local"."starts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "waits_run_id" ON "inngest_local"."waits" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "waits_key" ON "inngest_local"."waits" USING btree ("key") WHERE "inngest_local"."waits"."key" is not null;--> statement-breakpoint
CREATE INDEX "waits_event_name" ON "inngest_local"."waits" USING btree ("event_name") WHERE "inngest_local"."waits"."key" is null;--> statement-breakpoint
CREATE INDEX "engagement_enrollment_id_node_id_index" ON "engagement" USING btree ("enrollment_id","node_id");--> statement-breakpoint
CREATE INDEX "engagement_message_id_index" ON "engagement" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "link_message_id_index" ON "link" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "mail_request_open" ON "mail_request" USING btree ("account_id","next_attempt_at") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "message_enrollment_id_visit_key_index" ON "message" USING btree ("enrollment_id","visit","key");--> statement-breakpoint
CREATE INDEX "message_queued" ON "message" USING btree ("due_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "message_held" ON "message" USING btree ("workspace_id","due_at") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "message_sent" ON "message" USING btree ("workspace_id","settled_at") WHERE state in ('sent', 'unknown');--> statement-breakpoint
CREATE INDEX "message_contact_id_index" ON "message" USING btree ("contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "message_open_token_index" ON "message" USING btree ("open_token");--> statement-breakpoint
CREATE UNIQUE INDEX "message_unsubscribe_token_index" ON "message" USING btree ("unsubscribe_token");--> statement-breakpoint
CREATE INDEX "stat_delta_version_id_index" ON "stat_delta" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "api_key_workspace_id_index" ON "api_key" USING btree ("workspace_id");