-- SelfOS: two years of made-up life up to the day of loading, the same on every load of that day
do $$
begin
    perform set_config('pack.anchor', date_trunc('day', now(), 'UTC')::text, false);
end
$$;

create function pg_temp.anchor()
returns timestamptz
language sql
stable
as $$
    select current_setting('pack.anchor')::timestamptz
$$;

-- a number in [0, 1) that is always the same for a key and a salt
create function pg_temp.roll(key bigint, salt bigint)
returns double precision
language sql
immutable
as $$
    select (hashint8extended(key, salt) & 2147483647) / 2147483648.0::double precision
$$;

create function pg_temp.pick(key bigint, salt bigint, choices text[])
returns text
language sql
immutable
as $$
    select choices[1 + floor(pg_temp.roll(key, salt) * cardinality(choices))::integer]
$$;

create function pg_temp.weekday_weight(moment timestamptz)
returns double precision
language sql
immutable
as $$
    select (array[1.00, 1.06, 1.04, 1.00, 0.92, 0.62, 0.55])[extract(isodow from moment at time zone 'UTC')::integer]
$$;

create function pg_temp.hour_weight(moment timestamptz)
returns double precision
language sql
immutable
as $$
    select (array[
        0.15, 0.08, 0.05, 0.04, 0.06, 0.20, 0.55, 0.90,
        1.05, 1.00, 0.90, 0.85, 0.95, 0.90, 0.85, 0.85,
        0.90, 1.00, 1.15, 1.35, 1.45, 1.30, 0.85, 0.40
    ])[1 + extract(hour from moment at time zone 'UTC')::integer]
$$;

-- row_count moments over two years, busiest by day, on weekdays and of late: a weight halves each half_life_days
-- down to residue, what is left of times long gone
create function pg_temp.moments(
    row_count bigint,
    half_life_days double precision,
    residue double precision,
    salt bigint
)
returns table (n bigint, moment timestamptz)
language sql
rows 50000
as $$
    with hours as (
        select
            h as hour_number,
            pg_temp.anchor() + interval '1 hour' * (h - 17520) as starts_at
        from generate_series(0, 17519) as h
    ),
    weighted as (
        select
            hour_number,
            starts_at,
            (
                1000000
                * (power(0.5, (17520 - hour_number) / 24.0 / half_life_days) + residue)
                * pg_temp.weekday_weight(starts_at)
                * pg_temp.hour_weight(starts_at)
                * (0.75 + 0.5 * pg_temp.roll(hour_number / 24, salt))
            )::bigint as weight
        from hours
    ),
    reached as (
        select
            starts_at,
            (sum(weight) over (order by hour_number))::bigint - weight as weight_before,
            (sum(weight) over (order by hour_number))::bigint as weight_after,
            (sum(weight) over ())::bigint as weight_total
        from weighted
    ),
    filled as (
        select
            starts_at,
            weight_before * row_count / weight_total as rows_before,
            weight_after * row_count / weight_total as rows_after
        from reached
    )
    select
        i,
        starts_at + interval '1 hour' * ((i - 1 - rows_before + pg_temp.roll(i, salt)) / (rows_after - rows_before))
    from filled
    cross join generate_series(rows_before + 1, rows_after) as i
    order by i
$$;

-- how much of the two years had passed, from 0 to 1
create function pg_temp.passed(moment timestamptz)
returns double precision
language sql
stable
as $$
    select greatest(0, least(1, 1 - extract(epoch from pg_temp.anchor() - moment)::double precision / 63072000))
$$;

-- the first 100 people are there from the start, 300 more join; the earliest write the most, and the first is user123
create function pg_temp.person_at(moment timestamptz, dice double precision)
returns bigint
language sql
stable
as $$
    select floor(power(100 + floor(300 * pg_temp.passed(moment)) + 1, dice))::bigint
$$;

create function pg_temp.user_id(person bigint)
returns text
language sql
immutable
as $$
    select 'user' || person * 123 % 401
$$;

create function pg_temp.joined_at(person bigint)
returns timestamptz
language sql
stable
as $$
    select pg_temp.anchor() - interval '1 hour' * case
        when person <= 100 then 17521 + (100 - person) * 2
        else 17520 - (person - 100) * 17520 / 301
    end
$$;

insert into public.user_preferences (
    user_id, tone, language, time_zone, notification_time, prefers_video, story_settings, created_at, updated_at
)
select
    pg_temp.user_id(p),
    pg_temp.pick(p, 11, array['friendly', 'friendly', 'coach', 'minimal', 'professional']),
    pg_temp.pick(p, 12, array['en', 'en', 'en', 'de', 'es', 'pt', 'fr']),
    pg_temp.pick(p, 13, array['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Tokyo']),
    time '07:00' + interval '15 minutes' * floor(pg_temp.roll(p, 14) * 56),
    pg_temp.roll(p, 15) < 0.6,
    jsonb_build_object(
        'length', pg_temp.pick(p, 16, array['short', 'medium', 'long']),
        'music', pg_temp.roll(p, 17) < 0.4,
        'share_weekly', pg_temp.roll(p, 18) < 0.25
    ),
    pg_temp.joined_at(p),
    pg_temp.joined_at(p) + (pg_temp.anchor() - pg_temp.joined_at(p)) * pg_temp.roll(p, 19)
from generate_series(1, 400) as p
order by p;

insert into public.life_areas (
    user_id, name, description, weight_percent, icon, color, created_at, updated_at
)
select
    pg_temp.user_id(p),
    (array['Health', 'Career', 'Family', 'Learning', 'Finance', 'Home', 'Friends', 'Creativity'])[1 + (p + k * 3) % 8],
    pg_temp.pick(p * 3 + k, 21, array[
        'What matters most right now',
        'Small steps, every week',
        'Neglected for too long',
        'Going well, keep it that way',
        'To be reviewed in spring'
    ]),
    (array[50, 30, 20])[k],
    pg_temp.pick(p * 3 + k, 22, array['heart', 'briefcase', 'home', 'book', 'coin', 'sun', 'users', 'palette']),
    pg_temp.pick(p * 3 + k, 23, array['#2f6f8f', '#8f4f2f', '#4f8f2f', '#6f2f8f', '#8f2f4f']),
    pg_temp.joined_at(p) + interval '1 minute' * k,
    pg_temp.joined_at(p) + interval '1 minute' * k
from generate_series(1, 400) as p
cross join generate_series(1, 3) as k
order by p, k;

insert into public.goals (
    user_id, life_area_id, title, description, status, progress_percent, target_date, created_at, updated_at
)
select
    pg_temp.user_id(g.person),
    case when pg_temp.roll(g.n, 31) < 0.9 then (g.person - 1) * 3 + 1 + floor(pg_temp.roll(g.n, 32) * 3) end,
    pg_temp.pick(g.n, 33, array['Run', 'Learn', 'Finish', 'Build', 'Write', 'Save for', 'Practise', 'Plan', 'Start'])
        || ' '
        || pg_temp.pick(g.n, 34, array[
            'a half marathon', 'conversational Spanish', 'the thesis', 'a morning routine', 'a short story',
            'a trip to Norway', 'the piano', 'the kitchen renovation', 'a weekly family evening', 'a garden bed',
            'a side project', 'the certification', 'a reading list', 'ten quiet weekends', 'an emergency fund'
        ]),
    case when pg_temp.roll(g.n, 35) < 0.7 then
        pg_temp.pick(g.n, 36, array[
            'I have wanted this since last summer and kept putting it off.',
            'Three sessions a week should be enough if I keep them short.',
            'My sister does it with me, which helps on bad days.',
            'The first milestone is small on purpose.',
            'It is less about the result and more about the habit.'
        ])
        || ' '
        || pg_temp.pick(g.n, 37, array[
            'I will review it at the end of each month.',
            'Done means that I can show it to somebody.',
            'If it feels heavy, I cut the plan in half.',
            'Two evenings are reserved in the calendar.'
        ])
    end,
    g.status,
    case g.status
        when 'completed' then 100
        when 'active' then floor(pg_temp.roll(g.n, 38) * 90)
        else floor(pg_temp.roll(g.n, 38) * 60)
    end,
    case when pg_temp.roll(g.n, 39) < 0.65 then
        (g.moment at time zone 'UTC')::date + 30 + floor(pg_temp.roll(g.n, 40) * 240)::integer
    end,
    g.moment,
    g.moment + (pg_temp.anchor() - g.moment) * pg_temp.roll(g.n, 41)
from (
    select
        m.n,
        m.moment,
        pg_temp.person_at(m.moment, pg_temp.roll(m.n, 42)) as person,
        case
            when pg_temp.roll(m.n, 43) < 0.75 - 0.6 * m.n / 4000 then 'completed'
            when pg_temp.roll(m.n, 44) < 0.12 then 'paused'
            when pg_temp.roll(m.n, 45) < 0.10 then 'abandoned'
            else 'active'
        end as status
    from pg_temp.moments(4000, 320, 0.02, 3) as m
) as g
order by g.n;

-- goals, tasks and media share one calendar, so equal shares of these tables are of the same time
insert into public.tasks (
    user_id, goal_id, title, description, status, progress_percent, duration_minutes, due_date, completed_at,
    created_at, updated_at
)
select
    goals.user_id,
    case when pg_temp.roll(t.n, 51) < 0.92 and goals.created_at < t.moment then goals.id end,
    pg_temp.pick(t.n, 52, array['Call', 'Read', 'Draft', 'Buy', 'Sort', 'Review', 'Book', 'Practise', 'Tidy', 'Send'])
        || ' '
        || pg_temp.pick(t.n, 53, array[
            'the first chapter', 'new running shoes', 'the budget sheet', 'twenty words', 'the notes of the week',
            'a quiet hour', 'the photos', 'the travel dates', 'the doctor', 'an outline', 'the old files', 'two recipes'
        ]),
    case when pg_temp.roll(t.n, 54) < 0.4 then
        pg_temp.pick(t.n, 55, array[
            'Half an hour is plenty.',
            'Left over from last week.',
            'Needs the laptop and some silence.',
            'Ask Jonas for his list first.',
            'Only if the weather is bad.',
            'Do it before the meeting, not after.'
        ])
    end,
    t.status,
    case t.status
        when 'completed' then 100
        when 'in_progress' then 10 + floor(pg_temp.roll(t.n, 56) * 80)
        else 0
    end,
    case when pg_temp.roll(t.n, 57) < 0.8 then 15 * (1 + floor(pg_temp.roll(t.n, 58) * 8)) end,
    case when pg_temp.roll(t.n, 59) < 0.6 then
        t.moment + interval '24 hours' * (1 + floor(pg_temp.roll(t.n, 60) * 21))
    end,
    case when t.status = 'completed' then
        least(t.moment + interval '1 hour' * 240 * pg_temp.roll(t.n, 61), pg_temp.anchor())
    end,
    t.moment,
    least(t.moment + interval '1 hour' * 240 * pg_temp.roll(t.n, 61), pg_temp.anchor())
from (
    select
        m.n,
        m.moment,
        greatest(1, floor(m.n * 4000 / 18000 * (1 - power(pg_temp.roll(m.n, 62), 3))))::bigint as goal_id,
        case
            when pg_temp.roll(m.n, 63) < 0.74 - 0.3 * m.n / 18000 then 'completed'
            when pg_temp.roll(m.n, 64) < 0.15 then 'cancelled'
            when pg_temp.roll(m.n, 65) < 0.25 then 'in_progress'
            else 'todo'
        end as status
    from pg_temp.moments(18000, 320, 0.02, 3) as m
) as t
join public.goals
    on goals.id = t.goal_id
order by t.n;

insert into public.media_attachments (
    user_id, goal_id, task_id, file_name, file_path, file_type, mime_type, file_size_bytes, duration_seconds, caption,
    created_at
)
select
    tasks.user_id,
    case when a.link < 0.45 and tasks.created_at < a.moment then tasks.goal_id end,
    case when a.link between 0.45 and 0.9 and tasks.created_at < a.moment then tasks.id end,
    a.stem || '.' || a.suffix,
    'media/' || tasks.user_id || '/' || md5(a.stem || a.n) || '.' || a.suffix,
    a.file_type,
    case a.suffix
        when 'jpg' then 'image/jpeg'
        when 'png' then 'image/png'
        when 'mp4' then 'video/mp4'
        when 'm4a' then 'audio/mp4'
        else 'application/pdf'
    end,
    floor(
        case a.file_type
            when 'image' then 2400000
            when 'video' then 38000000
            when 'audio' then 5200000
            else 400000
        end * (0.2 + 1.8 * pg_temp.roll(a.n, 71))
    ),
    case when a.file_type in ('video', 'audio') then 5 + floor(pg_temp.roll(a.n, 72) * 175) end,
    case when pg_temp.roll(a.n, 73) < 0.35 then
        pg_temp.pick(a.n, 74, array['Before', 'After', 'Day one', 'Almost there', 'With the whole family', 'Proof'])
    end,
    a.moment
from (
    select
        m.n,
        m.moment,
        s.suffix,
        case
            when s.suffix in ('jpg', 'png') then 'image'
            when s.suffix = 'mp4' then 'video'
            when s.suffix = 'm4a' then 'audio'
            else 'document'
        end as file_type,
        pg_temp.pick(m.n, 75, array['IMG_', 'photo-', 'scan-', 'note-', 'clip-']) || 1000 + m.n as stem,
        pg_temp.roll(m.n, 76) as link,
        greatest(1, floor(m.n * 18000 / 5000 * (1 - power(pg_temp.roll(m.n, 77), 3))))::bigint as task_id
    from pg_temp.moments(5000, 320, 0.02, 3) as m
    cross join lateral (
        select pg_temp.pick(m.n, 78, array['jpg', 'jpg', 'jpg', 'png', 'mp4', 'm4a', 'pdf']) as suffix
    ) as s
) as a
join public.tasks
    on tasks.id = a.task_id
order by a.n;

insert into public.memory_items (
    user_id, category, content, importance, metadata, timestamp
)
select
    pg_temp.user_id(pg_temp.person_at(m.moment, pg_temp.roll(m.n, 81))),
    pg_temp.pick(m.n, 82, array['conversation', 'conversation', 'insight', 'preference', 'milestone']),
    pg_temp.pick(m.n, 83, array[
        'Prefers to plan on Sunday evening', 'Mentioned a difficult week at work', 'Likes short answers before noon',
        'Is proud of the finished course', 'Wants fewer reminders', 'Talked about moving to another city',
        'Sleeps better after running', 'Does not drink coffee any more'
    ])
        || ', '
        || pg_temp.pick(m.n, 84, array[
            'said so twice.', 'as noticed in the last talk.', 'and asked to come back to it.',
            'which explains the skipped tasks.', 'and wants to be asked about it next month.', 'for now.'
        ]),
    round((0.1 + 0.9 * pg_temp.roll(m.n, 85))::numeric, 2),
    jsonb_build_object(
        'source', pg_temp.pick(m.n, 86, array['chat', 'check_in', 'journal']),
        'turns', 1 + floor(pg_temp.roll(m.n, 87) * 30)
    ),
    m.moment at time zone 'UTC'
from pg_temp.moments(9000, 280, 0.02, 8) as m
order by m.n;

-- feedback was thinned by hand before, so most of it is young
insert into public.feedback_logs (
    id, user_id, session_id, context_type, context_id, context_data, feedback_type, feedback_value, comment,
    model_version, response_time_ms, processed_at, created_at
)
select
    md5('feedback' || f.n)::uuid,
    pg_temp.user_id(f.person),
    'session-' || left(md5(f.person || '/' || floor(extract(epoch from f.moment) / 7200)), 16),
    f.context_type,
    f.context_type || '-' || 1 + floor(pg_temp.roll(f.n, 91) * 9000),
    jsonb_build_object(
        'screen', pg_temp.pick(f.n, 92, array['today', 'goals', 'chat', 'story', 'settings']),
        'app_version', '2.' || floor(16 * pg_temp.passed(f.moment)) || '.' || floor(pg_temp.roll(f.n, 93) * 4),
        'suggestion', pg_temp.pick(f.n, 94, array['split_task', 'move_due_date', 'new_goal', 'reflect', 'rest']),
        'position', 1 + floor(pg_temp.roll(f.n, 95) * 5)
    ),
    f.feedback_type,
    case f.feedback_type
        when 'positive' then round((0.3 + 0.7 * pg_temp.roll(f.n, 96))::numeric, 3)
        when 'negative' then round((-0.3 - 0.7 * pg_temp.roll(f.n, 96))::numeric, 3)
        else 0
    end,
    case when pg_temp.roll(f.n, 97) < 0.12 then
        pg_temp.pick(f.n, 98, array[
            'Helpful, thank you.', 'Not what I asked for.', 'Too long, please shorter.', 'Exactly the push I needed.',
            'It forgot my goal again.', 'Nice wording, wrong week.', 'The story made me smile.', 'Too many questions.'
        ])
    end,
    'coach-' || 1 + floor(6 * pg_temp.passed(f.moment)),
    floor(180 + 2400 * power(pg_temp.roll(f.n, 99), 3)),
    case when f.n < 110000 * 0.94 and pg_temp.roll(f.n, 100) < 0.97 then
        least(f.moment + interval '1 hour' * (1 + 23 * pg_temp.roll(f.n, 101)), pg_temp.anchor())
    end,
    f.moment
from (
    select
        m.n,
        m.moment,
        pg_temp.person_at(m.moment, pg_temp.roll(m.n, 102)) as person,
        pg_temp.pick(m.n, 103, array['chat', 'chat', 'chat', 'task', 'task', 'story', 'goal']) as context_type,
        pg_temp.pick(m.n, 104, array['positive', 'positive', 'positive', 'neutral', 'neutral', 'negative'])
            as feedback_type
    from pg_temp.moments(110000, 55, 0.02, 9) as m
) as f
order by f.n;

insert into public.story_sessions (
    user_id, title, summary_period, period_start, period_end, content_type, generated_text, generation_params,
    video_url, video_duration_seconds, processing_status, error_message, view_count, posted_at, created_at, updated_at
)
select
    pg_temp.user_id(pg_temp.person_at(s.moment, pg_temp.roll(s.n, 111))),
    pg_temp.pick(s.n, 112, array['A week of', 'Notes on', 'The quiet side of', 'Learning from', 'A month of', 'More'])
        || ' '
        || pg_temp.pick(s.n, 113, array[
            'small wins', 'early mornings', 'patience', 'unfinished lists', 'good company', 'long walks', 'second tries'
        ]),
    s.summary_period,
    (s.moment at time zone 'UTC')::date - s.period_days,
    (s.moment at time zone 'UTC')::date - 1,
    s.content_type,
    case when s.processing_status = 'completed' then
        concat_ws(
            ' ',
            pg_temp.pick(s.n, 114, array[
                'You began with a list that was far too long.',
                'This was a time of fewer plans and more finished things.',
                'Monday started slowly, and that was fine.',
                'Nothing spectacular happened, and yet a lot moved.',
                'You came back after a break and picked up the thread.'
            ]),
            pg_temp.pick(s.n, 115, array[
                'By the middle, most of the small tasks were gone.',
                'The run in the rain counted double.',
                'One talk with an old friend changed the order of everything.',
                'Two evenings went into the project you had nearly given up.',
                'You said no twice and kept the weekend free.'
            ]),
            pg_temp.pick(s.n, 116, array[
                'What held you back was the same thing as last time: starting late.',
                'The hardest part was to leave the phone in the other room.',
                'There was one bad day, and it passed.',
                'You were tired more often than you wrote down.'
            ]),
            case when pg_temp.roll(s.n, 117) < 0.6 then
                pg_temp.pick(s.n, 118, array[
                    'Your goal for the season is now more than half done, and the next step is already on the list.',
                    'Looking back over the whole period, the habit held on five days out of seven.',
                    'The photos tell it better: the same bench, three times, each time with a different light.',
                    'Somebody noticed, and told you so.'
                ])
            end,
            case when pg_temp.roll(s.n, 119) < 0.4 then
                pg_temp.pick(s.n, 120, array[
                    'If there is one thing to keep, it is the short walk after lunch.',
                    'Next time you might ask for help a day earlier.',
                    'A quieter calendar would do the rest.'
                ])
            end,
            pg_temp.pick(s.n, 121, array[
                'Carry on like this.',
                'Rest first, then plan.',
                'One step at a time is still a pace.',
                'See you at the next chapter.'
            ])
        )
    end,
    jsonb_build_object(
        'tone', pg_temp.pick(s.n, 122, array['warm', 'playful', 'plain']),
        'model', 'story-' || 1 + floor(4 * pg_temp.passed(s.moment)),
        'tokens', 220 + floor(pg_temp.roll(s.n, 123) * 900)
    ),
    case when s.content_type = 'video' and s.processing_status = 'completed' then
        'https://media.selfos.example/story/' || md5('story' || s.n) || '.mp4'
    end,
    case when s.content_type = 'video' and s.processing_status = 'completed' then
        15 + floor(pg_temp.roll(s.n, 124) * 75)
    end,
    s.processing_status,
    case when s.processing_status = 'failed' then
        pg_temp.pick(s.n, 125, array['model timed out', 'no activity in this period', 'video rendering failed'])
    end,
    case when s.processing_status = 'completed' then floor(24 * power(pg_temp.roll(s.n, 126), 4)) else 0 end,
    case when s.processing_status = 'completed' and pg_temp.roll(s.n, 127) < 0.3 then
        least(s.moment + interval '1 hour' * 48 * pg_temp.roll(s.n, 128), pg_temp.anchor())
    end,
    s.moment,
    least(s.moment + interval '1 minute' * (1 + 9 * pg_temp.roll(s.n, 129)), pg_temp.anchor())
from (
    select
        m.n,
        m.moment,
        p.summary_period,
        case p.summary_period
            when 'daily' then 1
            when 'weekly' then 7
            when 'monthly' then 30
            else 14
        end as period_days,
        pg_temp.pick(m.n, 131, array['story', 'story', 'summary', 'summary', 'reflection', 'achievement', 'video'])
            as content_type,
        case
            when m.n > 59960 then 'pending'
            when m.n > 59945 then 'processing'
            when pg_temp.roll(m.n, 132) < 0.035 then 'failed'
            else 'completed'
        end as processing_status
    from pg_temp.moments(60000, 250, 0.02, 10) as m
    cross join lateral (
        select pg_temp.pick(m.n, 133, array['daily', 'daily', 'daily', 'weekly', 'weekly', 'monthly', 'custom'])
            as summary_period
    ) as p
) as s
order by s.n;

drop function pg_temp.joined_at(bigint);
drop function pg_temp.user_id(bigint);
drop function pg_temp.person_at(timestamptz, double precision);
drop function pg_temp.passed(timestamptz);
drop function pg_temp.moments(bigint, double precision, double precision, bigint);
drop function pg_temp.hour_weight(timestamptz);
drop function pg_temp.weekday_weight(timestamptz);
drop function pg_temp.pick(bigint, bigint, text[]);
drop function pg_temp.roll(bigint, bigint);
drop function pg_temp.anchor();
reset pack.anchor;

analyze
    public.life_areas,
    public.goals,
    public.tasks,
    public.media_attachments,
    public.memory_items,
    public.user_preferences,
    public.feedback_logs,
    public.story_sessions;
