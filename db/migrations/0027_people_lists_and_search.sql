CREATE INDEX "contact_searched" ON "contact" USING gin ((array_to_tsvector(string_to_array(left(md5(workspace_id), 8) || regexp_replace(
    substr(lower(email || ' ' || name), 1), '(...)', '\1' || chr(31) || left(md5(workspace_id), 8), 'g'), chr(31)) || string_to_array(left(md5(workspace_id), 8) || regexp_replace(
    substr(lower(email || ' ' || name), 2), '(...)', '\1' || chr(31) || left(md5(workspace_id), 8), 'g'), chr(31)) || string_to_array(left(md5(workspace_id), 8) || regexp_replace(
    substr(lower(email || ' ' || name), 3), '(...)', '\1' || chr(31) || left(md5(workspace_id), 8), 'g'), chr(31))))) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "conversion_of_goal" ON "conversion" USING btree ("workspace_id","goal_node_id");--> statement-breakpoint
CREATE INDEX "visit_of_step" ON "visit" USING btree ("workspace_id","node_id","exit","by");--> statement-breakpoint
CREATE INDEX "engagement_of_step" ON "engagement" USING btree ("workspace_id","node_id","kind");