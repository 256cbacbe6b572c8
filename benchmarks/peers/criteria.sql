-- The clauses of CP.PHAR.150 and the verdict of each section by hand, in DuckDB's SQL. SQL's Booleans are Kleene's:
-- a clause is true, false or null. Decimals are integers at 10^-6.
-- A birthday of 29 February falls on 1 March in common years; adding years clips it to 28 February.
create temp macro birthday(born, years) as (
    (born + to_years(years))::date + (day((born + to_years(years))::date) <> day(born))::integer
);
create temp macro status(holds) as holds::tinyint;
create temp macro status_if(applies, holds) as case when not applies then 2 else (not applies or holds)::tinyint end;
create temp macro verdict(met) as
    case met when true then 'criteria_met' when false then 'criteria_not_met' else 'not_documented' end;

create temp table facts as
select
    *,
    prescriber_taxonomy = '2080P0205X' or consult_taxonomy = '2080P0205X' as specialist,
    birthday(birth_date, 2) <= reference_date and reference_date < birthday(birth_date, 18) as of_age,
    reference_date > birthday(birth_date, 10) as past_ten,
    100 * dose_mg <= 12 * case_weight_kg and doses_per_day <= 2 as dose_within_limit
from read_parquet('{given}/facts.parquet');

copy (
    with judged as (
        select
            "case", indication = 'SEVERE_PRIMARY_IGFD' as a1, specialist as a2, of_age as a3, past_ten,
            epiphysis_status = 'OPEN' as open, igf1_sds <= -3000000 as a5,
            gh_level = 'NORMAL' or gh_level = 'ELEVATED' as a6, height_sds <= -3000000 as a7,
            not malignancy as a8, not concurrent_somatropin as a9, dose_within_limit as a10
        from facts where pathway = 'I.A'
    )
    select
        "case",
        verdict(a1 and a2 and a3 and (not past_ten or open) and a5 and a6 and a7 and a8 and a9 and a10) as determination,
        status(a1) as "I.A.1", status(a2) as "I.A.2", status(a3) as "I.A.3", status_if(past_ten, open) as "I.A.4",
        status(a5) as "I.A.5", status(a6) as "I.A.6", status(a7) as "I.A.7", status(a8) as "I.A.8",
        status(a9) as "I.A.9", status(a10) as "I.A.10"
    from judged
) to '{answers}/I.A.parquet' (compression uncompressed);

copy (
    with facts_of_clauses as (
        select
            "case", indication = 'ACQUIRED_GH_INSENSITIVITY' as b1, specialist as b2, of_age as b3,
            past_ten, epiphysis_status = 'OPEN' as open, gh_gene_deletion as b5,
            gh_neutralizing_antibodies as b6, height_sds < -2000000 as b7a, sds_change < -1000000 as b7bi,
            case when heights_1y_apart then growth_velocity_sds_1y < -2000000 end as b7bii,
            case when heights_2y_apart then growth_velocity_sds_2y < -1500000 end as b7biii,
            not malignancy as b8, not concurrent_somatropin as b9, dose_within_limit as b10
        from facts where pathway = 'I.B'
    ),
    judged as (select *, b7bi or b7bii or b7biii as b7b, b7a or b7bi or b7bii or b7biii as b7 from facts_of_clauses)
    select
        "case",
        verdict(b1 and b2 and b3 and (not past_ten or open) and b5 and b6 and b7 and b8 and b9 and b10) as determination,
        status(b1) as "I.B.1", status(b2) as "I.B.2", status(b3) as "I.B.3", status_if(past_ten, open) as "I.B.4",
        status(b5) as "I.B.5", status(b6) as "I.B.6", status(b7) as "I.B.7", status(b7a) as "I.B.7.a",
        status(b7b) as "I.B.7.b", status(b7bi) as "I.B.7.b.i", status(b7bii) as "I.B.7.b.ii",
        status(b7biii) as "I.B.7.b.iii", status(b8) as "I.B.8", status(b9) as "I.B.9", status(b10) as "I.B.10"
    from judged
) to '{answers}/I.B.parquet' (compression uncompressed);

copy (
    with facts_of_clauses as (
        select
            "case", currently_receiving as a1a, continuity_of_care as a1b,
            therapy_start_date <= (reference_date - to_years(1))::date as treated_a_year,
            growth_cm >= 2000000 as enough,
            growth_last_date >= (growth_first_date + to_months(11))::date as a_year_shown,
            not malignancy as a3, not concurrent_somatropin as a4,
            case
                when is_dose_increase or dose_mg > prior_dose_mg then true
                when not is_dose_increase or dose_mg <= prior_dose_mg then false
            end as increase,
            dose_within_limit as within_limit
        from facts where pathway = 'II.A'
    ),
    judged as (
        select *, a1a or a1b as a1, case when enough or a_year_shown then enough end as grew from facts_of_clauses
    )
    select
        "case",
        verdict(a1 and (not treated_a_year or grew) and a3 and a4 and (not increase or within_limit)) as determination,
        status(a1) as "II.A.1", status(a1a) as "II.A.1.a", status(a1b) as "II.A.1.b",
        status_if(treated_a_year, grew) as "II.A.2", status(a3) as "II.A.3", status(a4) as "II.A.4",
        status_if(increase, within_limit) as "II.A.5"
    from judged
) to '{answers}/II.A.parquet' (compression uncompressed);

create temp macro referred(section) as table
    select
        "case", 'refer' as determination, status(label_changed_recently) as changed,
        status(not label_changed_recently) as unchanged
    from facts where pathway = section;

copy (
    select "case", determination, changed as "I.C.1", unchanged as "I.C.2" from referred('I.C')
) to '{answers}/I.C.parquet' (compression uncompressed);

copy (
    select "case", determination, changed as "II.B.1", unchanged as "II.B.2" from referred('II.B')
) to '{answers}/II.B.parquet' (compression uncompressed);

copy (
    select
        "case", 'not_authorized' as determination, status(indication <> 'SECONDARY_IGFD') as "III.B",
        case when coded_gh_deficiency then 0::tinyint end as "III.B.1",
        case when coded_malnutrition then 0::tinyint end as "III.B.2",
        case when coded_hypothyroidism then 0::tinyint end as "III.B.3",
        case when coded_long_term_steroid_use then 0::tinyint end as "III.B.4"
    from facts where pathway = 'III.B'
) to '{answers}/III.B.parquet' (compression uncompressed);
