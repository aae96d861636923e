-- SelfOS: the performance indexes, built once the data is in
create index ix_goals_user_created on public.goals (user_id, created_at desc);
create index ix_goals_user_status on public.goals (user_id, status);
create index ix_goals_life_area_created on public.goals (life_area_id, created_at desc);

create index ix_tasks_user_created on public.tasks (user_id, created_at desc);
create index ix_tasks_user_status on public.tasks (user_id, status);
create index ix_tasks_goal_created on public.tasks (goal_id, created_at desc);
create index ix_tasks_due_date on public.tasks (user_id, due_date) where due_date is not null;
create index ix_tasks_completed on public.tasks (user_id, created_at desc) where status = 'completed';

create index ix_life_areas_user_created on public.life_areas (user_id, created_at desc);
create index ix_life_areas_user_name on public.life_areas (user_id, name);

create index ix_media_user_created on public.media_attachments (user_id, created_at desc);
create index ix_media_user_type on public.media_attachments (user_id, file_type);
create index ix_media_goal on public.media_attachments (goal_id, created_at desc);
create index ix_media_task on public.media_attachments (task_id, created_at desc);

create index ix_memory_user_timestamp on public.memory_items (user_id, timestamp desc);

create index ix_user_prefs_user_created on public.user_preferences (user_id, created_at desc);

create index ix_feedback_user_created on public.feedback_logs (user_id, created_at desc);
create index ix_feedback_user_type on public.feedback_logs (user_id, feedback_type);
create index ix_feedback_context on public.feedback_logs (context_type, created_at desc);
create index ix_feedback_session on public.feedback_logs (session_id, created_at desc);
create index ix_feedback_processed on public.feedback_logs (processed_at);

create index ix_story_user_created on public.story_sessions (user_id, created_at desc);
create index ix_story_user_status on public.story_sessions (user_id, processing_status);
create index ix_story_user_period on public.story_sessions (user_id, summary_period);
create index ix_story_posted_at on public.story_sessions (posted_at);
create index ix_story_content_type on public.story_sessions (content_type, created_at desc);
