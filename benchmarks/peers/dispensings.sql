-- The dose check of every dispensing by hand, in DuckDB's SQL: a member's claims of a day together, the days that they
-- last, the latest weight up to that day, the limit and whole vials. Decimals are integers at 10^-6.
copy (
    with by_day as (
        select
            member, service_date, max(days_supply) as days_supply,
            case when count(mg) = count(*) then sum(mg)::bigint end as mg
        from read_parquet('{given}/claims.parquet')
        group by member, service_date
    ),
    followed as (
        select *, lead(service_date) over (partition by member order by service_date) - service_date as to_next
        from by_day
    ),
    supplied as (
        select
            member, service_date, mg,
            case when days_supply is not null then days_supply when to_next > 90 then 90 else to_next end::integer as days
        from followed
    ),
    weights as (
        select member, weight_date, arg_max(weight_kg, (measured, weight_id)) as weight_kg
        from read_parquet('{given}/weights.parquet')
        group by member, weight_date
    ),
    weighed as (
        select s.*, w.weight_kg, w.weight_date
        from supplied as s
        asof left join weights as w on w.member = s.member and w.weight_date <= s.service_date
    )
    select
        member, service_date, mg, days, weight_kg, weight_date,
        case
            when mg is null or days is null or weight_kg is null or weight_date < service_date - 180 then 'not_documented'
            when 100 * mg <= 24 * weight_kg * days then 'within_limit'
            when mg <= 40000000 * ceil(2 * days / least(4000000000 // (12 * weight_kg), 60)) then 'vial_rounding'
            else 'over_dose'
        end as status
    from weighed
) to '{answers}/dispensings.parquet' (compression uncompressed);
