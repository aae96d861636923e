-- Titan 0010: nine indexes for the busiest queries
create index idx_orders_created_at on public.orders (created_at desc);
create index idx_trades_created_at on public.trades (created_at desc);
create index idx_price_alerts_user_id on public.price_alerts (user_id);
create index idx_notifications_unread on public.notifications (user_id, created_at desc) where is_read = false;
create index idx_positions_portfolio_status on public.positions (portfolio_id, status);

create index idx_audit_logs_user_timestamp on public.audit_logs (user_id, created_at desc);
create index idx_system_logs_level_timestamp on public.system_logs (log_level, created_at desc);
create index idx_user_sessions_user_expires on public.user_sessions (user_id, expires_at) where is_active = true;
create index idx_orders_symbol on public.orders (symbol);
