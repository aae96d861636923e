-- Titan: two years of made-up trading up to the day of loading, the same on every load of that day
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
    select (array[1.00, 1.06, 1.04, 1.00, 0.92, 0.58, 0.52])[extract(isodow from moment at time zone 'UTC')::integer]
$$;

create function pg_temp.hour_weight(moment timestamptz)
returns double precision
language sql
immutable
as $$
    select (array[
        0.30, 0.24, 0.20, 0.18, 0.20, 0.28, 0.45, 0.75,
        1.05, 1.20, 1.15, 1.05, 1.00, 1.20, 1.40, 1.45,
        1.35, 1.15, 0.95, 0.85, 0.75, 0.65, 0.50, 0.40
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

-- the first 20 users are there from the start, 80 more sign up; the earliest trade the most
create function pg_temp.user_at(moment timestamptz, dice double precision)
returns bigint
language sql
stable
as $$
    select floor(power(20 + floor(greatest(0, 80 * pg_temp.passed(moment) - 1)) + 1, dice))::bigint
$$;

create function pg_temp.signed_up_at(user_id bigint)
returns timestamptz
language sql
stable
as $$
    select pg_temp.anchor() - interval '1 hour' * case
        when user_id <= 20 then 17521 + (20 - user_id) * 12
        else 17520 - (user_id - 20) * 219
    end
$$;

create function pg_temp.address(key bigint)
returns inet
language sql
immutable
as $$
    select (
        '198.51.'
        || 100 + floor(pg_temp.roll(key, 1) * 4)
        || '.'
        || 1 + floor(pg_temp.roll(key, 2) * 250)
    )::inet
$$;

create function pg_temp.browser(key bigint)
returns text
language sql
immutable
as $$
    select pg_temp.pick(key, 3, array[
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/131.0',
        'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0',
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) Safari/605.1.15',
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) Mobile Safari/604.1',
        'TitanTrader/3.2 (Android 14)'
    ])
$$;

insert into public.users (
    email, username, password_hash, full_name, role, is_active, last_login_at, created_at, updated_at
)
select
    lower(n.given || '.' || n.family) || u || '@titan.example',
    lower(left(n.given, 1) || n.family) || u,
    '!',
    n.given || ' ' || n.family,
    case
        when u <= 3 then 'admin'
        when u % 9 = 0 then 'analyst'
        else 'trader'
    end,
    u % 17 <> 0,
    pg_temp.anchor() - interval '1 hour' * (1 + floor(pg_temp.roll(u, 11) * u)),
    pg_temp.signed_up_at(u),
    pg_temp.signed_up_at(u)
from generate_series(1, 100) as u
cross join lateral (
    select
        pg_temp.pick(u, 12, array['Mira', 'Jonas', 'Aiko', 'Luis', 'Nadia', 'Tom', 'Ines', 'Pavel', 'Sara']) as given,
        pg_temp.pick(u, 13, array['Keller', 'Novak', 'Silva', 'Tanaka', 'Brandt', 'Rossi', 'Moreau']) as family
) as n
order by u;

insert into public.markets (
    symbol, base_asset, quote_asset, reference_price, minimum_quantity, is_active, created_at, updated_at
)
select
    b.asset || q.asset,
    b.asset,
    q.asset,
    round((64000 / power(b.place, 2.4))::numeric, 4),
    round((0.0001 * power(b.place, 2))::numeric, 8),
    pg_temp.roll(b.place * 10 + q.place, 21) < 0.95,
    pg_temp.anchor() - interval '1 hour' * 20000,
    pg_temp.anchor() - interval '1 hour' * floor(pg_temp.roll(b.place * 10 + q.place, 22) * 900)
from unnest(array['USDT', 'USDC', 'EUR', 'TRY', 'BRL']) with ordinality as q (asset, place)
cross join unnest(array[
    'BTC', 'ETH', 'SOL', 'XRP', 'DOGE', 'ADA', 'AVAX', 'LINK', 'DOT', 'LTC',
    'BCH', 'UNI', 'ATOM', 'XLM', 'ETC', 'FIL', 'APT', 'ARB', 'OP', 'NEAR',
    'INJ', 'SUI', 'AAVE', 'ALGO', 'GRT', 'SAND', 'MANA', 'AXS', 'XTZ', 'THETA',
    'KSM', 'ZEC', 'DASH', 'COMP', 'SNX', 'CRV', 'YFI', 'ENJ', 'CHZ', 'BAT'
]) with ordinality as b (asset, place)
order by q.place, b.place;

-- two accounts and two portfolios each: user u owns numbers 2u - 1 and 2u
insert into public.trading_accounts (
    user_id, exchange, account_name, is_testnet, is_active, created_at, updated_at
)
select
    u,
    (array['binance', 'kraken', 'bybit', 'okx'])[1 + (u + k) % 4],
    (array['main', 'second'])[k],
    k = 2 and u % 5 = 0,
    u % 17 <> 0,
    pg_temp.signed_up_at(u) + interval '10 minutes' * k,
    pg_temp.signed_up_at(u) + interval '10 minutes' * k
from generate_series(1, 100) as u
cross join generate_series(1, 2) as k
order by u, k;

insert into public.portfolios (
    user_id, trading_account_id, name, base_currency, cash_balance, created_at, updated_at
)
select
    u,
    u * 2 - 2 + k,
    (array['Core', 'Swing'])[k],
    pg_temp.pick(u, 31, array['USDT', 'USDT', 'USDT', 'EUR']),
    round((50000 * power(pg_temp.roll(u * 2 + k, 32), 4))::numeric, 2),
    pg_temp.signed_up_at(u) + interval '15 minutes' * k,
    pg_temp.anchor() - interval '1 hour' * floor(pg_temp.roll(u * 2 + k, 33) * 72)
from generate_series(1, 100) as u
cross join generate_series(1, 2) as k
order by u, k;

insert into public.exchange_settings (
    user_id, exchange, maker_fee_percent, taker_fee_percent, rate_limit_per_minute, is_enabled, created_at, updated_at
)
select
    a.user_id,
    a.exchange,
    round((0.02 + 0.08 * pg_temp.roll(a.id, 41))::numeric, 4),
    round((0.04 + 0.10 * pg_temp.roll(a.id, 41))::numeric, 4),
    (array[300, 600, 1200])[1 + floor(pg_temp.roll(a.id, 42) * 3)::integer],
    a.is_active,
    a.created_at,
    a.created_at
from public.trading_accounts as a
order by a.id;

insert into public.autopilot_configs (
    user_id, strategy, max_position_percent, stop_loss_percent, is_enabled, parameters, created_at, updated_at
)
select
    u,
    pg_temp.pick(u, 51, array['trend_following', 'mean_reversion', 'grid', 'momentum']),
    round((2 + 18 * pg_temp.roll(u, 52))::numeric, 2),
    round((1 + 9 * pg_temp.roll(u, 53))::numeric, 2),
    pg_temp.roll(u, 54) < 0.3,
    jsonb_build_object(
        'lookback_hours', (array[6, 12, 24, 72])[1 + floor(pg_temp.roll(u, 55) * 4)::integer],
        'max_open_positions', 1 + floor(pg_temp.roll(u, 56) * 8)
    ),
    pg_temp.signed_up_at(u) + interval '1 hour',
    pg_temp.signed_up_at(u) + interval '1 hour'
from generate_series(1, 100) as u
order by u;

-- five symbols per user, forty apart, so that none comes twice
insert into public.watchlist_items (
    user_id, symbol, note, created_at
)
select
    u,
    markets.symbol,
    case when pg_temp.roll(u * 5 + k, 61) < 0.3 then
        pg_temp.pick(u * 5 + k, 62, array['wait for the dip', 'new listing', 'too thin at night', 'long term'])
    end,
    pg_temp.signed_up_at(u) + (pg_temp.anchor() - pg_temp.signed_up_at(u)) * pg_temp.roll(u * 5 + k, 63)
from generate_series(1, 100) as u
cross join generate_series(0, 4) as k
join public.markets
    on markets.id = 1 + k * 40 + floor(40 * power(pg_temp.roll(u * 5 + k, 64), 2))
order by u, k;

insert into public.price_alerts (
    user_id, symbol, condition, target_price, is_active, triggered_at, created_at
)
select
    pg_temp.user_at(m.moment, pg_temp.roll(m.n, 71)),
    markets.symbol,
    pg_temp.pick(m.n, 72, array['above', 'below']),
    round(markets.reference_price * (0.7 + 0.6 * pg_temp.roll(m.n, 73))::numeric, 6),
    pg_temp.roll(m.n, 74) < 0.2 + 0.5 * m.n / 500,
    case when pg_temp.roll(m.n, 74) >= 0.2 + 0.5 * m.n / 500 then
        m.moment + (pg_temp.anchor() - m.moment) * pg_temp.roll(m.n, 75)
    end,
    m.moment
from pg_temp.moments(500, 260, 0.02, 7) as m
join public.markets
    on markets.id = floor(power(201, pg_temp.roll(m.n, 76)))
order by m.n;

insert into public.ai_insights (
    symbol, insight_type, summary, confidence_percent, signals, created_at
)
select
    markets.symbol,
    pg_temp.pick(m.n, 81, array['trend', 'volatility', 'sentiment', 'anomaly']),
    pg_temp.pick(m.n, 82, array[
        'Volume has risen for three sessions in a row', 'The spread widened after the last announcement',
        'Price keeps returning to the weekly mean', 'Momentum fades near the recent high',
        'Order flow is one-sided on two exchanges'
    ])
        || '; '
        || pg_temp.pick(m.n, 83, array[
            'a smaller position is advisable.', 'no action needed.', 'watch the next close.', 'consider a tighter stop.'
        ]),
    round((40 + 58 * pg_temp.roll(m.n, 84))::numeric, 2),
    jsonb_build_object(
        'rsi', round((15 + 70 * pg_temp.roll(m.n, 85))::numeric, 1),
        'volume_change_percent', round((-40 + 120 * pg_temp.roll(m.n, 86))::numeric, 1)
    ),
    m.moment
from pg_temp.moments(1000, 200, 0.02, 8) as m
join public.markets
    on markets.id = floor(power(201, pg_temp.roll(m.n, 87)))
order by m.n;

insert into public.positions (
    portfolio_id, symbol, side, status, quantity, entry_price, exit_price, opened_at, closed_at, created_at, updated_at
)
select
    pg_temp.user_at(p.moment, pg_temp.roll(p.n, 91)) * 2 - floor(pg_temp.roll(p.n, 92) * 2)::bigint,
    markets.symbol,
    pg_temp.pick(p.n, 93, array['long', 'long', 'long', 'short']),
    case when p.closed_at is null then 'open' else 'closed' end,
    round(markets.minimum_quantity * (1 + floor(900 * power(pg_temp.roll(p.n, 94), 3)))::numeric, 8),
    round(markets.reference_price * (0.8 + 0.4 * pg_temp.roll(p.n, 95))::numeric, 6),
    case when p.closed_at is not null then
        round(markets.reference_price * (0.8 + 0.4 * pg_temp.roll(p.n, 96))::numeric, 6)
    end,
    p.moment,
    p.closed_at,
    p.moment,
    coalesce(p.closed_at, p.moment)
from (
    select
        m.n,
        m.moment,
        case when pg_temp.roll(m.n, 97) < 1 - 0.35 * m.n / 1000 then
            m.moment + (pg_temp.anchor() - m.moment) * power(pg_temp.roll(m.n, 98), 2)
        end as closed_at
    from pg_temp.moments(1000, 280, 0.02, 9) as m
) as p
join public.markets
    on markets.id = floor(power(201, pg_temp.roll(p.n, 99)))
order by p.n;

insert into public.orders (
    user_id, portfolio_id, symbol, client_order_id, side, order_type, status, quantity, filled_quantity, price,
    created_at, updated_at
)
select
    o.user_id,
    o.user_id * 2 - floor(pg_temp.roll(o.n, 101) * 1.4)::bigint,
    markets.symbol,
    'titan-' || left(md5('order' || o.n), 20),
    pg_temp.pick(o.n, 102, array['buy', 'sell']),
    o.order_type,
    o.status,
    o.lots * markets.minimum_quantity,
    case o.status
        when 'filled' then o.lots
        when 'partially_filled' then (o.lots + 1) / 2
        else 0
    end * markets.minimum_quantity,
    case when o.order_type <> 'market' then
        round(
            markets.reference_price
            * (0.75 + 0.3 * pg_temp.passed(o.moment) + 0.2 * pg_temp.roll(o.n, 103))::numeric,
            6
        )
    end,
    o.moment,
    least(o.moment + interval '1 second' * (1 + 7200 * power(pg_temp.roll(o.n, 104), 6)), pg_temp.anchor())
from (
    select
        m.n,
        m.moment,
        pg_temp.user_at(m.moment, pg_temp.roll(m.n, 105)) as user_id,
        pg_temp.pick(m.n, 106, array['market', 'market', 'limit', 'limit', 'limit', 'stop_limit']) as order_type,
        1 + floor(400 * power(pg_temp.roll(m.n, 107), 4))::bigint as lots,
        case
            when m.n > 24700 and pg_temp.roll(m.n, 108) < 0.6 then 'open'
            when pg_temp.roll(m.n, 109) < 0.025 then 'rejected'
            when pg_temp.roll(m.n, 109) < 0.270 then 'cancelled'
            when pg_temp.roll(m.n, 109) < 0.310 then 'partially_filled'
            else 'filled'
        end as status
    from pg_temp.moments(25000, 300, 0.02, 10) as m
) as o
join public.markets
    on markets.id = floor(power(201, pg_temp.roll(o.n, 110)))
order by o.n;

insert into public.trades (
    order_id, portfolio_id, symbol, fill_number, side, quantity, price, fee, fee_currency, created_at
)
select
    t.id,
    t.portfolio_id,
    t.symbol,
    t.fill_number,
    t.side,
    round(t.filled_quantity / t.fills, 8),
    t.fill_price,
    round(t.filled_quantity / t.fills * t.fill_price * 0.0008, 8),
    t.quote_asset,
    t.created_at + (t.updated_at - t.created_at) * t.fill_number / t.fills
from (
    select
        orders.*,
        markets.quote_asset,
        f.fills,
        fill_number,
        round(
            coalesce(orders.price, markets.reference_price)
            * (0.999 + 0.002 * pg_temp.roll(orders.id * 4 + fill_number, 111))::numeric,
            6
        ) as fill_price
    from public.orders
    join public.markets
        on markets.symbol = orders.symbol
    cross join lateral (
        select (array[1, 1, 1, 2, 2, 3])[1 + floor(pg_temp.roll(orders.id, 112) * 6)::integer] as fills
    ) as f
    cross join lateral generate_series(1, f.fills) as fill_number
    where orders.filled_quantity > 0
) as t
order by t.created_at, t.id, t.fill_number;

-- the logs, the notifications and the sessions were purged by hand before, so most of what is left is young
insert into public.user_sessions (
    user_id, session_token, ip_address, user_agent, is_active, created_at, last_seen_at, expires_at
)
select
    s.user_id,
    md5('session' || s.n) || md5('token' || s.n),
    pg_temp.address(s.user_id * 5 + s.n % 3),
    pg_temp.browser(s.user_id * 7 + s.n % 2),
    s.expires_at > pg_temp.anchor() and pg_temp.roll(s.n, 121) < 0.85,
    s.moment,
    least(s.moment + (s.expires_at - s.moment) * power(pg_temp.roll(s.n, 122), 2), pg_temp.anchor()),
    s.expires_at
from (
    select
        m.n,
        m.moment,
        pg_temp.user_at(m.moment, pg_temp.roll(m.n, 123)) as user_id,
        m.moment + interval '1 hour' * case when pg_temp.roll(m.n, 124) < 0.88 then 720 else 12 end as expires_at
    from pg_temp.moments(12000, 14, 0.003, 11) as m
) as s
order by s.n;

insert into public.notifications (
    user_id, notification_type, title, message, data, is_read, read_at, created_at
)
select
    pg_temp.user_at(x.moment, pg_temp.roll(x.n, 131)),
    x.notification_type,
    case x.notification_type
        when 'order_filled' then 'Order filled'
        when 'price_alert' then 'Price alert'
        when 'risk_warning' then 'Risk warning'
        when 'autopilot' then 'Autopilot acted'
        else 'News from Titan'
    end,
    case x.notification_type
        when 'order_filled' then
            'Your ' || pg_temp.pick(x.n, 132, array['buy', 'sell']) || ' order for ' || markets.symbol
            || pg_temp.pick(x.n, 133, array[' was filled.', ' was filled in parts.', ' is done; see the statement.'])
        when 'price_alert' then
            markets.symbol || pg_temp.pick(x.n, 133, array[' went above ', ' fell below ', ' touched '])
            || round(markets.reference_price * (0.8 + 0.4 * pg_temp.roll(x.n, 134))::numeric, 2) || '.'
        when 'risk_warning' then
            pg_temp.pick(x.n, 133, array[
                'One position is larger than your limit: ', 'Your stop loss is far from the price: ',
                'Margin is getting thin because of '
            ]) || markets.symbol || '.'
        when 'autopilot' then
            'The strategy ' || pg_temp.pick(x.n, 133, array['opened', 'closed', 'reduced']) || ' a position in '
            || markets.symbol || '.'
        else
            pg_temp.pick(x.n, 133, array[
                'There will be a short interruption on Sunday morning.',
                'Two new markets can be traded from Monday.',
                'The monthly statement is ready for download.'
            ])
    end,
    jsonb_build_object(
        'symbol', markets.symbol,
        'channel', pg_temp.pick(x.n, 135, array['app', 'app', 'mail', 'telegram'])
    ),
    x.is_read,
    case when x.is_read then
        least(x.moment + interval '1 hour' * 96 * power(pg_temp.roll(x.n, 136), 3), pg_temp.anchor())
    end,
    x.moment
from (
    select
        m.n,
        m.moment,
        pg_temp.pick(m.n, 137, array[
            'order_filled', 'order_filled', 'order_filled', 'price_alert', 'price_alert', 'autopilot', 'risk_warning',
            'news'
        ]) as notification_type,
        pg_temp.roll(m.n, 138) < 0.62 as is_read
    from pg_temp.moments(40000, 42, 0.02, 12) as m
) as x
join public.markets
    on markets.id = floor(power(201, pg_temp.roll(x.n, 139)))
order by x.n;

insert into public.audit_logs (
    user_id, action, resource_type, resource_id, details, ip_address, user_agent, created_at
)
select
    a.user_id,
    a.action,
    a.resource_type,
    1 + floor(pg_temp.roll(a.n, 141) * 25000 * pg_temp.passed(a.moment)),
    jsonb_build_object(
        'request_id', left(md5('request' || a.n), 16),
        'source', pg_temp.pick(a.n, 142, array['web', 'web', 'api', 'mobile']),
        'changed', case when a.action in ('update', 'cancel') then
            jsonb_build_array(pg_temp.pick(a.n, 143, array['price', 'quantity', 'status', 'stop_loss', 'name']))
        else '[]' end
    ),
    pg_temp.address(coalesce(a.user_id, 0) * 5 + a.n % 3),
    pg_temp.browser(coalesce(a.user_id, 0) * 7 + a.n % 2),
    a.moment
from (
    select
        m.n,
        m.moment,
        case when pg_temp.roll(m.n, 144) < 0.95 then pg_temp.user_at(m.moment, pg_temp.roll(m.n, 145)) end as user_id,
        pg_temp.pick(m.n, 146, array['create', 'create', 'create', 'update', 'update', 'cancel', 'view', 'export'])
            as action,
        pg_temp.pick(m.n, 147, array['order', 'order', 'order', 'position', 'portfolio', 'price_alert', 'autopilot'])
            as resource_type
    from pg_temp.moments(90000, 60, 0.02, 13) as m
) as a
order by a.n;

-- routine lines are plenty and short-lived, warnings and errors few and kept longer
insert into public.system_logs (
    log_level, service, message, context, created_at
)
select
    l.log_level,
    l.service,
    case l.log_level
        when 'ERROR' then pg_temp.pick(l.n, 151, array[
            'order rejected by exchange: insufficient balance', 'websocket closed unexpectedly, code 1006',
            'could not save the trade: deadlock detected', 'price feed is silent for more than 30 s',
            'insight model did not answer in time'
        ])
        when 'WARN' then pg_temp.pick(l.n, 151, array[
            'rate limit is nearly used up', 'slow query in order history', 'retrying after a refused connection',
            'clock differs from the exchange', 'cache miss rate is unusually high', 'position size above the soft limit'
        ])
        when 'INFO' then pg_temp.pick(l.n, 151, array[
            'order book snapshot stored', 'order accepted', 'order filled', 'portfolio revalued', 'session opened',
            'price alert evaluated', 'autopilot cycle finished', 'insight published', 'health check passed'
        ])
        else pg_temp.pick(l.n, 151, array[
            'tick received', 'cache hit', 'signal computed', 'heartbeat', 'request parsed', 'position recalculated'
        ])
    end
        || pg_temp.pick(l.n, 152, array['', '', ' on binance', ' on kraken', ' on bybit', ' on okx', ' (second try)']),
    jsonb_build_object(
        'host', 'titan-' || 1 + floor(pg_temp.roll(l.n, 153) * 4),
        'took_ms', floor(2 + 900 * power(pg_temp.roll(l.n, 154), 5) * case when l.log_level = 'WARN' then 8 else 1 end),
        'trace', left(md5('trace' || l.n), 16)
    ) || case when l.log_level = 'ERROR' then
        jsonb_build_object('stack', pg_temp.pick(l.n, 155, array[
            'OrderGateway.submit > ExchangeClient.post > HttpPool.take',
            'TradeStore.save > Transaction.commit',
            'FeedReader.poll > Socket.read',
            'InsightService.ask > ModelClient.call'
        ]))
    else '{}' end,
    l.moment
from (
    select
        row_number() over (order by k.moment, k.log_level) as n,
        k.log_level,
        pg_temp.pick(k.n, 156, array['gateway', 'gateway', 'matching', 'feed', 'feed', 'autopilot', 'insights', 'api'])
            as service,
        k.moment
    from (
        select
            m.n,
            case when pg_temp.roll(m.n, 157) < 0.36 then 'DEBUG' else 'INFO' end as log_level,
            m.moment
        from pg_temp.moments(108000, 18, 0.005, 14) as m
        union all
        select
            m.n + 108000,
            case when pg_temp.roll(m.n, 158) < 0.22 then 'ERROR' else 'WARN' end,
            m.moment
        from pg_temp.moments(12000, 150, 0.02, 15) as m
    ) as k
) as l
order by l.n;

drop function pg_temp.browser(bigint);
drop function pg_temp.address(bigint);
drop function pg_temp.signed_up_at(bigint);
drop function pg_temp.user_at(timestamptz, double precision);
drop function pg_temp.passed(timestamptz);
drop function pg_temp.moments(bigint, double precision, double precision, bigint);
drop function pg_temp.hour_weight(timestamptz);
drop function pg_temp.weekday_weight(timestamptz);
drop function pg_temp.pick(bigint, bigint, text[]);
drop function pg_temp.roll(bigint, bigint);
drop function pg_temp.anchor();
reset pack.anchor;

analyze
    public.users,
    public.markets,
    public.user_sessions,
    public.trading_accounts,
    public.portfolios,
    public.orders,
    public.trades,
    public.positions,
    public.price_alerts,
    public.notifications,
    public.audit_logs,
    public.system_logs,
    public.watchlist_items,
    public.ai_insights,
    public.autopilot_configs,
    public.exchange_settings;
